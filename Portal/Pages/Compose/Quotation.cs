using Microsoft.Extensions.Localization;
using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;
using Portal.Pages.Messages;
using Portal.Resources;

namespace Portal.Pages.Compose;

/// <summary>Makes what an answer begins with: who wrote when, and the plain text of it, the same that the plain view shows.</summary>
internal sealed class Quotation(When when, IStringLocalizer<Texts> texts)
{
    public async Task<string> OfAsync(OpenedMessage message, ReplyKind kind, CancellationToken cancellationToken)
    {
        var outline = message.Outline;
        await using var contents = new MailContents(message, BodySelection.Of(outline));
        await contents.ReadAsync(asText: true, cancellationToken);
        var text = string.Join("\n\n", contents.Body.Where(section => section.Text is not null).Select(section => string.Concat(section.Text!.Select(run => run.Text))));
        var from = AddressList.Parse(outline.Header("From") ?? outline.Header("Sender"));
        var date = when.Of(HeaderText.Date(outline.Header("Date")) ?? message.ReceivedAt).Full;
        var intro = texts[kind == ReplyKind.Forward ? "Compose.Forwarded" : "Compose.Wrote", date, from.Count > 0 ? Name(from[0]) : texts["Mail.NoSender"].Value];
        return $"\n\n{intro.Value}\n{QuotedText.Of(text)}";
    }

    private static string Name(MailAddress address)
    {
        var name = address.Name.Length > 0 && !address.Name.Contains('@') ? address.Name : address.Address;
        return LineText.IsPlain(name) ? name : "?";
    }
}
