namespace Portal.Core.Html;

/// <summary>What becomes of an element.</summary>
internal enum ElementFate
{
    /// <summary>Written with its allowed attributes.</summary>
    Keep,

    /// <summary>Not written; its content is.</summary>
    Unwrap,

    /// <summary>Neither it nor its content is written: it holds nothing for a reader.</summary>
    Drop,

    /// <summary>An image: shown when the mail brings it, a box with its words when it lies elsewhere.</summary>
    Image,

    /// <summary>A form field: its value is text for a reader.</summary>
    Field,
}

/// <summary>The allow list of elements. Whatever is not named in it is unwrapped, so no text is lost.</summary>
internal static class ElementRules
{
    private static readonly HashSet<string> Kept = [.. (
        "a abbr acronym address article aside b bdi big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em figcaption figure "
        + "font footer h1 h2 h3 h4 h5 h6 header hgroup hr i ins kbd li main mark nav ol p pre q rt ruby s samp section small span strike strong "
        + "sub sup table tbody td tfoot th thead time tr tt u ul var wbr").Split(' ')];

    // Written under another name: the same to the eye, and without a life of its own.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["form"] = "div", ["fieldset"] = "div", ["legend"] = "div", ["details"] = "div", ["summary"] = "div", ["dialog"] = "div", ["menu"] = "ul",
        ["label"] = "span", ["button"] = "span", ["output"] = "span", ["option"] = "span", ["nobr"] = "span", ["search"] = "div",
        ["textarea"] = "pre", ["xmp"] = "pre", ["listing"] = "pre", ["plaintext"] = "pre",
    };

    private static readonly HashSet<string> Dropped = [.. (
        "head title script style template base link meta iframe frame frameset noembed param source track datalist rp").Split(' ')];

    // Of drawings and formulas, which no program shows.
    private static readonly HashSet<string> DroppedOutsideOfHtml = [.. "desc metadata defs annotation annotation-xml".Split(' ')];

    private static readonly HashSet<string> Blocks = [.. (
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
        + "hgroup hr legend li listing main menu nav ol option p plaintext pre search section select summary table tbody tfoot thead tr textarea ul xmp caption").Split(' ')];

    private static readonly HashSet<string> Active = [.. "script iframe frame object embed applet form portal animate set".Split(' ')];

    public static bool IsKnown(string name) => name == "body" || name == "img" || Kept.Contains(name);

    public static bool IsBlock(string name) => Blocks.Contains(name);

    /// <summary>Whether the element counts among what was active in the mail.</summary>
    public static bool IsActive(string name) => Active.Contains(name);

    public static bool IsVoid(string name) => name is "br" or "hr" or "wbr" or "col" or "img";

    /// <summary>The fate of an element and the name it is written under.</summary>
    /// <param name="name">Its local name, lower case.</param>
    /// <param name="isHtml">False for SVG and MathML, of which only the text is kept.</param>
    public static (ElementFate Fate, string Name) For(string name, bool isHtml)
    {
        if (Dropped.Contains(name) || (!isHtml && DroppedOutsideOfHtml.Contains(name)))
        {
            return (ElementFate.Drop, "");
        }

        if (!isHtml)
        {
            return (ElementFate.Unwrap, "");
        }

        return name switch
        {
            "img" => (ElementFate.Image, "img"),
            "input" => (ElementFate.Field, "span"),
            _ when Kept.Contains(name) => (ElementFate.Keep, name),
            _ when Renamed.TryGetValue(name, out var other) => (ElementFate.Keep, other),
            _ => (ElementFate.Unwrap, ""),
        };
    }
}
