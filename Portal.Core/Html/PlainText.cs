namespace Portal.Core.Html;

/// <summary>From text to HTML and back.</summary>
public static class PlainText
{
    /// <summary>
    /// Shows a text/plain body: quotes as nested blocks, addresses as links, white space as it stands. Never fails; linear.
    /// </summary>
    /// <param name="text">The body, decoded from its charset; lines end in CRLF or LF.</param>
    /// <param name="options">What its headers said.</param>
    public static SafeHtml ToHtml(string text, PlainTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new PlainTextOptions();
        var markup = new MarkupWriter(text.Length + (text.Length / 4) + 256);
        markup.Own("<body><div class=\"portal-text\">");
        new QuoteWriter(markup).Write(TextLines.Read(text, options.Flowed, options.DelSp));
        markup.Own("</div>");
        return HtmlPage.Write(new PageHead(options.Language, null, options.Title), hasColours: false, "", markup);
    }

    /// <summary>
    /// The readable text of an HTML body, for the plain-text view and for quoting: the same words in the same order that
    /// <see cref="HtmlSanitiser"/> shows, with lists, cells and the targets of links written out. Lines end in LF.
    /// </summary>
    /// <param name="html">The body, decoded from its charset. Never fails; linear.</param>
    public static string FromHtml(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var mail = MailDocument.Parse(html);
        return TreeWalk.Run(mail, () => new ReadableText(html.Length)).Visitor.ToString();
    }
}
