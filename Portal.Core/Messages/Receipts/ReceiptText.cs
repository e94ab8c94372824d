using System.Globalization;
using System.Text;
using Portal.Core.Accounts;
using Portal.Core.Mime;
using Portal.Core.Outbox.Mails;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Receipts;

/// <summary>Writes a receipt (RFC 8098): what people read, and what machines read. It states what happened, and nothing that nobody knows.</summary>
internal static class ReceiptText
{
    private const int LongestSubject = 200;

    public static MailDraft DraftOf(ReceiptCall call, ReceiptRequest request, TenantOptions tenant, string host)
    {
        var texts = MailTexts.In(tenant.Language, tenant.Language);
        var outline = call.Message.Outline;
        var subject = DisplayText.Cut(ShownName.Plain(HeaderText.Decode(outline.Header("Subject") ?? "").Trim()), LongestSubject);
        var id = OneLine(outline.Header("Message-ID"));
        return new MailDraft
        {
            From = new MailAddress(ShownName.Plain(call.Name), call.Message.MailboxAddress),
            To = [request.To],
            Subject = texts["ReceiptSubject", subject].Trim(),
            Text = texts["ReceiptText", call.Message.MailboxAddress, subject, texts.Moment(call.OpenedAt), MethodsIn(texts, call.Methods)],
            AutoSubmitted = "auto-replied",
            Extra = id is null ? [] : [new HeaderField("In-Reply-To", id), new HeaderField("References", id)],
            Report = new MailReport("disposition-notification", [.. FieldsOf(call, id, host)]),
        };
    }

    // RFC 8098 §3.2
    private static IEnumerable<HeaderField> FieldsOf(ReceiptCall call, string? id, string host)
    {
        yield return new HeaderField("Reporting-UA", $"{host}; secure webmail portal");
        yield return new HeaderField("Final-Recipient", $"rfc822;{call.Message.MailboxAddress}");
        if (id is not null)
        {
            yield return new HeaderField("Original-Message-ID", id);
        }

        yield return new HeaderField("Disposition", $"manual-action/{(call.ByHand ? "MDN-sent-manually" : "MDN-sent-automatically")}; displayed");
        yield return new HeaderField("X-Portal-Opened", call.OpenedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        yield return new HeaderField("X-Portal-Sign-In", call.Methods.ToString());
    }

    private static string MethodsIn(MailTexts texts, SignInMethods methods) => string.Join(
        ", ", Enum.GetValues<SignInMethods>().Where(method => method != SignInMethods.None && methods.HasFlag(method)).Select(method => texts[$"ReceiptBy{method}"]));

    // What could not stand in a field of ours is left out.
    private static string? OneLine(string? id) => id?.Trim() is { Length: > 2 and < 500 } text && Ascii.IsValid(text) && !text.Any(char.IsControl) ? text : null;
}
