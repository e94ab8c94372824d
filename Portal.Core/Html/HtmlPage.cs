using System.Net;
using System.Text;

namespace Portal.Core.Html;

/// <summary>Puts a document together.</summary>
internal static class HtmlPage
{
    /// <param name="head">What its head says.</param>
    /// <param name="hasColours">Whether the content sets colours.</param>
    /// <param name="css">Further style; ours or written by our own writer.</param>
    /// <param name="body">The body element up to its end tag, which is added here.</param>
    public static SafeHtml Write(PageHead head, bool hasColours, string css, MarkupWriter body)
    {
        // The CSS is made of nothing that could end the element; should that ever fail, the mail loses its style and not its safety.
        var style = css.Contains('<') ? "" : css;
        return Write(head, $"<style>{BaseStyle.For(hasColours)}{style}</style>", body);
    }

    /// <summary>The same without any style: as a mail of ours leaves, for whatever shows it elsewhere.</summary>
    /// <param name="head">What its head says.</param>
    /// <param name="body">The body element up to its end tag, which is added here.</param>
    public static SafeHtml WritePlain(PageHead head, MarkupWriter body) => Write(head, "", body);

    private static SafeHtml Write(PageHead head, string style, MarkupWriter body)
    {
        var page = new StringBuilder(body.Length + style.Length + 512);
        page.Append("<!doctype html><html");
        if (AttributeRules.Language(head.Language) is { } language)
        {
            page.Append(" lang=\"").Append(language).Append('"');
        }

        if (head.Direction is { } direction)
        {
            page.Append(" dir=\"").Append(direction).Append('"');
        }

        page.Append("><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
            .Append(WebUtility.HtmlEncode(head.Title)).Append("</title>").Append(style).Append("</head>");
        body.WriteTo(page);
        return new SafeHtml(page.Append("</body></html>").ToString());
    }
}

/// <summary>What the head of a document says.</summary>
internal sealed record PageHead(string? Language, string? Direction, string Title);
