using AngleSharp.Html.Dom;
using Portal.Core.Html;

namespace Portal.Core.Tests.Html;

/// <summary>Short ways to the product for the tests of this folder.</summary>
internal static class Bodies
{
    public const string Pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

    public static SanitisedBody Sanitise(string html, SanitiserOptions? options = null) => new HtmlSanitiser().Sanitise(html, options ?? new SanitiserOptions());

    /// <summary>The document after the allow list has been checked.</summary>
    public static IHtmlDocument Document(string html, SanitiserOptions? options = null) => AllowList.Holds(Sanitise(html, options).Html);

    /// <summary>The markup between the tags of the body.</summary>
    public static string Inner(string html, SanitiserOptions? options = null)
    {
        Document(html, options);
        var markup = Sanitise(html, options).Html.Markup;
        var body = markup.IndexOf("<body", StringComparison.Ordinal);
        var start = markup.IndexOf('>', body) + 1;
        return markup[start..^"</body></html>".Length];
    }

    /// <summary>The mail's own part of the style sheet.</summary>
    public static string Css(string sheet, SanitiserOptions? options = null)
    {
        var style = AllowList.Style(Document($"<style>{sheet}</style><p>x", options));
        var without = AllowList.Style(Document("<p>x", options));
        var paper = AllowList.Style(Document("<p style='color:red'>x", options));
        return style.StartsWith(paper, StringComparison.Ordinal) ? style[paper.Length..] : style[without.Length..];
    }

    /// <summary>What is left of a style attribute.</summary>
    public static string Inline(string style) => Document($"<p style=\"{style}\">x").QuerySelector("p")!.GetAttribute("style") ?? "";

    /// <summary>The words that are seen, one space between them.</summary>
    public static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
