using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>
/// Makes the HTML body of a mail safe to show: parses it once as browsers do, and writes it anew from an allow list of elements,
/// attributes, CSS properties and addresses. Nothing of the mail's own markup is copied. Text is never lost, only what is active, and
/// what the sender has hidden from every reader. Holds no state: one instance serves all threads.
/// </summary>
public sealed class HtmlSanitiser
{
    /// <summary>Sanitises one body. Never fails on any input; time and output are linear in its length.</summary>
    /// <param name="html">The body, decoded from its charset.</param>
    /// <param name="options">What belongs to the mail beside it.</param>
    public SanitisedBody Sanitise(string html, SanitiserOptions options)
    {
        ArgumentNullException.ThrowIfNull(html);
        ArgumentNullException.ThrowIfNull(options);
        var mail = MailDocument.Parse(html);
        var (view, leftOut) = TreeWalk.Run(mail, () => new BodyWriter(html.Length, options).Begin(mail.Body));
        var css = CssSheetWriter.Write(mail.Rules, view.Context);
        var root = mail.Body?.ParentElement;
        var language = AttributeRules.Language(root?.GetAttribute("lang")) ?? options.Language;
        var direction = AttributeRules.Value("html", "dir", root?.GetAttribute("dir") ?? "");
        var page = HtmlPage.Write(new PageHead(language, direction, options.Title), view.Context.HasColours, css, view.Markup);
        return new SanitisedBody(page, view.Pictures.Blocked, mail.Active + view.ActiveLinks) { HiddenTextLeftOut = leftOut };
    }
}
