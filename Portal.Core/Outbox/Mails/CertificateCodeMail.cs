using System.Text;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>What stands in the encrypted mail with the code that proves a certificate's key, as a MIME entity.</summary>
internal static class CertificateCodeMail
{
    public static byte[] Entity(string code, DateTimeOffset until, string language, TenantOptions tenant)
    {
        var texts = MailTexts.In(language, tenant.Language);
        var text = TextMail.Of(
        [
            new MailBlock.Paragraph(texts["CertificateCodeWhat", tenant.DisplayName]),
            new MailBlock.Label(texts["CodeLabel"]),
            new MailBlock.Exact($"{code[..4]} {code[4..]}"),
            new MailBlock.Paragraph(texts["CertificateCodeWhere", texts.Moment(until)]),
            new MailBlock.Paragraph(texts["CodeNotYou", tenant.DisplayName]),
            new MailBlock.Paragraph(tenant.DisplayName),
        ]);
        return Encoding.ASCII.GetBytes(
            $"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{QuotedPrintableText.Of(text)}");
    }
}
