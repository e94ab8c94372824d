using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Portal.Core.Html;
using Xunit;

namespace Portal.Core.Tests.Html;

/// <summary>Reads a result as a browser would and says what in it must not be there. Written apart from the product's own lists.</summary>
internal static partial class AllowList
{
    private static readonly HashSet<string> Elements = [.. (
        "html head meta title style body a abbr acronym address article aside b bdi big blockquote br caption center cite code col colgroup dd del dfn "
        + "dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main mark nav ol p pre q rt ruby s samp section "
        + "small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr").Split(' ')];

    private static readonly HashSet<string> Attributes = [.. (
        "align alt bgcolor border cellpadding cellspacing class color colspan datetime dir face frame height href hspace id lang noshade nowrap rel reversed role "
        + "rowspan rules scope size span src start style target text title type valign value vspace width").Split(' ')];

    private static readonly string[] Schemes = ["http://", "https://", "mailto:", "tel:"];

    private static readonly string[] Pictures = ["png", "jpeg", "gif", "webp"];

    private static readonly string[] Forbidden = ["javascript:", "vbscript:", "data:text", "expression", "@import", "@font-face", "@namespace", "@supports", "@container", "behavior", "-moz-binding", "//"];

    public static IHtmlDocument Parse(SafeHtml html) => Parse(html.Markup);

    public static IHtmlDocument Parse(string markup) => new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(markup);

    public static IHtmlDocument Holds(SafeHtml html)
    {
        var document = Parse(html);
        Assert.Empty(Violations(document));
        return document;
    }

    public static IEnumerable<string> Violations(IHtmlDocument document)
    {
        var all = document.All.ToList();
        if (all.Count(e => e.LocalName == "style") != 1 || all.Count(e => e.LocalName == "meta") != 2 || all.Count(e => e.LocalName == "title") != 1)
        {
            yield return "head elements multiplied";
        }

        foreach (var element in all)
        {
            if (element.NamespaceUri != NamespaceNames.HtmlUri || !Elements.Contains(element.LocalName))
            {
                yield return $"element {element.LocalName}";
            }

            if (element.LocalName is "meta" or "title" or "style" && element.ParentElement != document.Head)
            {
                yield return $"{element.LocalName} outside the head";
            }

            foreach (var violation in element.LocalName == "meta" ? [] : element.Attributes.SelectMany(a => OfAttribute(element, a)))
            {
                yield return violation;
            }
        }

        foreach (var word in Forbidden.Append("url(").Where(word => WithoutData(Style(document)).Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"style sheet says {word}";
        }

        if (document.Descendants<IComment>().Any())
        {
            yield return "a comment";
        }
    }

    public static string Style(IHtmlDocument document) => document.Head!.QuerySelector("style")!.TextContent;

    private static IEnumerable<string> OfAttribute(IElement element, IAttr attribute)
    {
        var (name, value) = (attribute.Name, attribute.Value);
        var good = name switch
        {
            _ when !Attributes.Contains(name) => false,
            "href" => element.LocalName == "a" && IsLink(element, value),
            "src" => element.LocalName == "img" && IsData(value),
            "id" => value.StartsWith("m-", StringComparison.Ordinal),
            "class" => value.Split(' ').All(n => n.StartsWith("m-", StringComparison.Ordinal) || n is "portal-text" or "portal-field" or "portal-blocked-image"),
            "style" => !Forbidden.Append("url(").Any(word => WithoutData(value).Contains(word, StringComparison.OrdinalIgnoreCase)),
            _ => true,
        };
        if (!good)
        {
            yield return $"attribute {name}=\"{value}\" on {element.LocalName}";
        }
    }

    private static bool IsLink(IElement link, string value) =>
        value.StartsWith("#m-", StringComparison.Ordinal)
        || (Schemes.Any(scheme => value.StartsWith(scheme, StringComparison.Ordinal))
            && link.GetAttribute("rel") == "noopener noreferrer nofollow" && link.GetAttribute("target") == "_blank" && link.HasAttribute("title"));

    private static bool IsData(string value) =>
        Pictures.Any(type => value.StartsWith($"data:image/{type};base64,", StringComparison.Ordinal));

    private static string WithoutData(string css) => Data().Replace(css, "picture");

    [GeneratedRegex("""url\("data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+"\)""")]
    private static partial Regex Data();
}
