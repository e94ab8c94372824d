using System.Globalization;
using System.Text;
using Portal.Core.Outbox.Relay;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>Puts headers and both forms of the text together.</summary>
internal static class MailDraft
{
    private const string Date = "ddd, dd MMM yyyy HH:mm:ss '+0000'"; // RFC 5322 section 3.3

    /// <exception cref="FormatException">An address cannot stand in a header.</exception>
    public static OutgoingMail Of(
        OutboxEntry entry, TenantOptions tenant, string recipient, string subject, MailTexts texts, IReadOnlyList<MailBlock> blocks)
    {
        var from = EnvelopeAddress.Of(tenant.MailFrom) ?? throw new FormatException("The tenant's MailFrom is not an address.");
        var to = EnvelopeAddress.Of(recipient) ?? throw new FormatException("The recipient is not an address.");
        var boundary = $"{entry.Id:N}-alternative";
        var text = TextMail.Of(blocks);
        var mail = new StringBuilder();
        mail.Append(CultureInfo.InvariantCulture, $"""
            From: {HeaderWords.Phrase(tenant.DisplayName)}
             <{from}>
            To: {to}
            Subject: {HeaderWords.Text(subject)}
            Date: {entry.CreatedAt.UtcDateTime.ToString(Date, CultureInfo.InvariantCulture)}
            Message-ID:
             <{entry.Id:N}@{from[(from.LastIndexOf('@') + 1)..].Trim('[', ']')}>
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All
            Content-Language: {texts.Language}
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="{boundary}"

            --{boundary}
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: {(Ascii.IsValid(text) ? "7bit" : "quoted-printable")}


            """);
        mail.Append(Ascii.IsValid(text) ? text : QuotedPrintableText.Of(text));
        mail.Append(CultureInfo.InvariantCulture, $"""

            --{boundary}
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 7bit


            """);
        mail.Append(HtmlMail.Of(texts.Language, subject, blocks)).Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}--\r\n");
        mail.Replace("\r\n", "\n").Replace("\n", "\r\n");
        return new OutgoingMail { Id = entry.Id, CreatedAt = entry.CreatedAt, From = from, To = to, Content = Encoding.UTF8.GetBytes(mail.ToString()) };
    }
}
