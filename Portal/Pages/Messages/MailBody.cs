using Microsoft.Extensions.Localization;
using Portal.Core.Html;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>A mail's body as a document of its own. Nothing but <see cref="SafeHtml"/> leaves from here.</summary>
internal static class MailBody
{
    /// <summary>How much of a body is shown, in characters: the work of a request has an end. A longer one is said to be cut.</summary>
    public const int MaxChars = 8_000_000;

    public static async Task<IResult> AnswerAsync(
        Guid id, int? part, HttpContext context, OpenMessage open, MarkRead mark, HtmlSanitiser sanitiser, CurrentReader reader, IStringLocalizer<Texts> texts, Site site,
        CancellationToken cancellationToken)
    {
        using var message = await open.OpenAsync(reader.Mailboxes, id, cancellationToken);
        if (message is null || Choose(BodySelection.Of(message.Outline), part) is not var (shown, selection)
            || !await IsOpenedAsync(context, message, mark, reader, cancellationToken))
        {
            return Results.NotFound();
        }

        await using var stored = message.OpenStored();
        var text = shown.Is("text/plain")
            ? (await TextWithFiles.ReadAsync(stored, shown, MaxChars, cancellationToken)).Text
            : await PartContent.ReadTextAsync(stored, shown, MaxChars, cancellationToken);
        var title = texts["Message.Frame"].Value;
        var body = shown.Is("text/html")
            ? sanitiser.Sanitise(text, new SanitiserOptions
            {
                Title = title,
                Language = site.Language,
                InlineImage = new InlinePictures(stored, selection).Find,
            }).Html
            : PlainText.ToHtml(text, new PlainTextOptions
            {
                Title = title,
                Language = site.Language,
                Flowed = shown.Flowed,
                DelSp = shown.DelSp,
            });
        return Results.Text(body.Markup, "text/html; charset=utf-8");
    }

    // The page around it has marked it already; who asks for the body alone has opened it, too.
    private static async Task<bool> IsOpenedAsync(
        HttpContext context, OpenedMessage message, MarkRead mark, CurrentReader reader, CancellationToken cancellationToken) =>
        message.ReadAt is not null || !HttpMethods.IsGet(context.Request.Method)
        || await mark.MarkAsync(reader.Mailboxes, message.Id, reader.Session!.Methods, cancellationToken)
        || await mark.IsMarkedAsync(reader.Mailboxes, message.Id, cancellationToken);

    // The part that was asked for if it is one that is shown, else the first.
    private static (OutlinePart Part, BodySelection Selection)? Choose(BodySelection selection, int? number)
    {
        var part = number is null
            ? selection.Html ?? selection.Text
            : selection.HtmlView.Concat(selection.TextView).FirstOrDefault(shown => shown.Number == number);
        return part is null ? null : (part, selection);
    }
}
