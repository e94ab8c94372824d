using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>Writes start tags, pictures and fields.</summary>
internal sealed class ElementWriter(MarkupWriter markup, Pictures pictures, CssStyleContext context)
{
    private const int TallestBox = 64;

    private readonly CssDeclarationWriter _declarations = new(context);
    private readonly StringBuilder _css = new();

    /// <summary>How many links ran something instead of leading somewhere.</summary>
    public int ActiveLinks { get; private set; }

    public void Open(IElement element, string name, InlineStyles.Style style)
    {
        markup.Open(name);
        Attributes(element, name, style);
        if (name == "a")
        {
            Link(element.GetAttribute("href"));
        }

        markup.EndOpen();
    }

    /// <summary>Classes, id, style and the attributes of the list.</summary>
    public void Attributes(IElement element, string name, InlineStyles.Style style)
    {
        foreach (var attribute in element.Attributes)
        {
            if (attribute.LocalName == "id" || (attribute.LocalName == "name" && name == "a" && !element.HasAttribute("id")))
            {
                Write("id", CssNames.IsPlain(attribute.Value) ? CssNames.Prefix + attribute.Value : null);
            }
            else if (attribute.LocalName == "class")
            {
                Write("class", AttributeRules.Classes(attribute.Value) is { Length: > 0 } names ? names : null);
            }
            else if (name != "a" || attribute.LocalName != "title")
            {
                var value = AttributeRules.Value(name, attribute.LocalName, attribute.Value);
                context.HasColours |= value is not null && AttributeRules.IsColour(attribute.LocalName);
                Write(attribute.LocalName, value);
            }
        }

        var ground = element.GetAttribute("background") is { Length: > 0 } address && pictures.Ground(address) is { } data ? $"background-image:url(\"{data}\");" : "";
        context.HasColours |= ground.Length > 0;
        Write("style", Style(style) + ground is { Length: > 0 } css ? css : null);
    }

    public void Image(IElement image, InlineStyles.Style style)
    {
        var source = image.GetAttribute("src");
        var alt = image.GetAttribute("alt") ?? "";
        if (pictures.Local(source) is { } data)
        {
            markup.Open("img");
            markup.Attribute("src", data);
            markup.Attribute("alt", alt);
            Attributes(image, "img", style);
            markup.EndOpen();
            return;
        }

        var width = Side(image, style, "width");
        var height = Side(image, style, "height");
        if (string.IsNullOrWhiteSpace(alt) && (Pictures.IsTracker(width, height) || string.IsNullOrWhiteSpace(source)))
        {
            return;
        }

        if (Pictures.IsRemote(source))
        {
            pictures.Block();
        }

        Box(alt, width, height, Declared(style, "width") is { Kind: CssKind.Percentage });
    }

    /// <summary>The value of a form field, where one is to be seen.</summary>
    public void Field(IElement field)
    {
        if (FieldText(field) is { Length: > 0 } text)
        {
            markup.Own("<span class=\"portal-field\">");
            markup.Text(text);
            markup.Own("</span>");
        }
    }

    public static string FieldText(IElement field) => (field.GetAttribute("type") ?? "").ToLowerInvariant() switch
    {
        "hidden" or "password" or "file" or "checkbox" or "radio" or "color" or "range" => "",
        "image" => field.GetAttribute("alt") ?? "",
        _ => field.GetAttribute("value") ?? "",
    };

    private void Link(string? address)
    {
        if (address is ['#', .. var anchor] && CssNames.IsPlain(anchor))
        {
            markup.Attribute("href", $"#{CssNames.Prefix}{anchor}");
        }
        else if (LinkRules.Read(address) is { } link)
        {
            markup.Attribute("href", link.Address);
            markup.Attribute("title", link.Shown);
            markup.Own(" target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
        }
        else if (LinkRules.IsActive(address))
        {
            ActiveLinks++;
        }
    }

    private void Box(string alt, string? width, string? height, bool shrinks)
    {
        var style = width is null || width.EndsWith('%') ? "" : shrinks ? $"width:100%;max-width:{width}px;" : $"width:{width}px;";
        if (height is not null && !height.EndsWith('%') && double.TryParse(height, CultureInfo.InvariantCulture, out var tall))
        {
            style += $"min-height:{Math.Min((int)tall, TallestBox)}px;";
        }

        markup.Own("<span class=\"portal-blocked-image\"");
        if (style.Length > 0)
        {
            markup.Attribute("style", style);
        }

        markup.EndOpen();
        markup.Text(alt);
        markup.Close("span");
    }

    // A side of a picture in pixels or percent, from its style or its attribute.
    private static string? Side(IElement image, InlineStyles.Style style, string name)
    {
        var declared = Declared(style, name);
        return declared is { Kind: CssKind.Dimension, Text: "px" } or { Kind: CssKind.Number }
            ? AttributeRules.Size(declared.Value.Number.ToString(CultureInfo.InvariantCulture))
            : AttributeRules.Size(image.GetAttribute(name) ?? "");
    }

    private static CssToken? Declared(InlineStyles.Style style, string name) =>
        style.Declarations.LastOrDefault(declaration => declaration.Name == name)?.Single;

    private string Style(InlineStyles.Style style)
    {
        if (style.Markup is { } known)
        {
            return known;
        }

        _css.Clear();
        _declarations.Write(style.Declarations, _css, important: false, colours: true);
        var css = _css.ToString();

        // Pictures are counted each time that they are written.
        style.Markup = css.Contains("url(", StringComparison.Ordinal) ? null : css;
        return css;
    }

    private void Write(string name, string? value)
    {
        if (value is not null)
        {
            markup.Attribute(name, value);
        }
    }
}
