using System.Buffers;
using Portal.Core.Mime;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>
/// The outer mail around what is encrypted to the recipient's own certificate. Its subject says nothing; the true one is inside (RFC 9788). It comes from the portal, because the
/// sender's own domain would not vouch for it, and answers go to the sender.
/// </summary>
internal sealed class CertificateMail(BlobFolder blobs)
{
    /// <exception cref="FormatException">An address is none, or the entry has no blob.</exception>
    public OutgoingMail Of(OutboxEntry entry, TenantOptions tenant, CertificateMailPayload mail)
    {
        if (!AddrSpec.TryParse(tenant.MailFrom, out var from) || !AddrSpec.TryParse(mail.To, out _) || entry.BlobId is not { } blob
            || (mail.SenderAddress is { } sender && !AddrSpec.TryParse(sender, out _)))
        {
            throw new FormatException("An address is none, or the entry has no blob.");
        }

        var texts = MailTexts.In(mail.Language, tenant.Language);
        var output = new ArrayBufferWriter<byte>(1024);
        var header = new HeaderWriter(output);
        header.Addresses("From", [new MailAddress(FromName(texts, tenant, mail), tenant.MailFrom)]);
        if (mail is { SenderAddress: { } answers, NoReply: false })
        {
            header.Addresses("Reply-To", [new MailAddress(ShownName.Plain(mail.SenderName), answers)]);
        }

        header.Addresses("To", [new MailAddress("", mail.To)]);
        header.Text("Subject", ShownName.Plain(texts[mail.SenderAddress is null ? "CertificateCodeSubject" : "CertificateMailSubject", tenant.DisplayName]));
        EntryFields.Write(header, entry, from.Domain);
        if (mail.SenderAddress is null || mail.Automatic)
        {
            header.Raw("Auto-Submitted", "auto-generated"); // RFC 3834 §5
        }

        header.Raw("MIME-Version", "1.0");
        header.Raw("Content-Type", mail.ContentType);
        header.Raw("Content-Transfer-Encoding", "base64"); // so it was encrypted
        header.Raw("Content-Disposition", "attachment; filename=smime.p7m"); // RFC 8551 §3.2.1
        header.End();
        return new OutgoingMail
        {
            Id = entry.Id,
            CreatedAt = entry.CreatedAt,
            From = tenant.MailFrom,
            To = mail.To,
            Content = output.WrittenMemory,
            Body = new OutgoingBody(mail.Size, () => blobs.OpenRead(blob)),
        };
    }

    private static string FromName(MailTexts texts, TenantOptions tenant, CertificateMailPayload mail) => ShownName.Plain(mail.SenderAddress is null
        ? tenant.DisplayName
        : texts["CertificateMailFrom", ShownName.Of(mail.SenderName) ?? mail.SenderAddress, tenant.DisplayName]);
}
