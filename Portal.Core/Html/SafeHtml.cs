namespace Portal.Core.Html;

/// <summary>
/// A complete HTML document that holds nothing active and loads nothing. Only the sanitiser and <see cref="PlainText"/> can make one; it is
/// meant to be a response of its own, in a sandboxed frame under <c>default-src 'none'; img-src data:; style-src 'unsafe-inline'</c>.
/// </summary>
public sealed class SafeHtml
{
    internal SafeHtml(string markup) => Markup = markup;

    /// <summary>The document from its doctype to its last tag, to be sent as UTF-8 and never to be parsed again by us.</summary>
    public string Markup { get; }
}
