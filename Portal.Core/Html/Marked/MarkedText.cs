namespace Portal.Core.Html.Marked;

/// <summary>
/// The small Markdown in which people write: headings (#), lists (- and 1.), quotes (&gt;), code (between backticks), bold (**), italic (* or _) and links
/// ([text](address)). There is no raw HTML; whatever is no mark is text. Quotes stand as they are, without marks: what is quoted is what was to be read.
/// Never fails; linear.
/// </summary>
public static class MarkedText
{
    /// <summary>A whole document, as the HTML part of a mail.</summary>
    /// <param name="text">What was typed; lines end in CRLF or LF.</param>
    /// <param name="language">The language of the document, or null.</param>
    /// <param name="title">Its title.</param>
    public static SafeHtml ToDocument(string text, string? language, string title)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(title);
        var markup = new MarkupWriter(text.Length + (text.Length / 2) + 256);
        markup.Own("<body>");
        new BlockWriter(markup).Write(text);
        return HtmlPage.WritePlain(new PageHead(language, null, title), markup);
    }

    /// <summary>A piece of a page, for a preview: the same elements, none of them with style, script or anything to load.</summary>
    public static SafeFragment ToFragment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var markup = new MarkupWriter(text.Length + (text.Length / 2) + 256);
        new BlockWriter(markup).Write(text);
        return new SafeFragment(markup.ToString());
    }
}

/// <summary>Markup that holds nothing active and loads nothing, to stand inside of a page. Only <see cref="MarkedText"/> can make one.</summary>
public sealed class SafeFragment
{
    internal SafeFragment(string markup) => Markup = markup;

    /// <summary>The elements, each of them closed.</summary>
    public string Markup { get; }
}
