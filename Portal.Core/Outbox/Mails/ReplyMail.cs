using System.Buffers;
using Portal.Core.Mime;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>
/// The outer mail around a reply: who hands it over to whom, and nothing of what it says. Date and Message-ID follow from the entry, so each attempt is the same mail.
/// </summary>
internal sealed class ReplyMail(BlobFolder blobs)
{
    /// <exception cref="FormatException">An address is none, or the entry has no blob.</exception>
    public OutgoingMail Of(OutboxEntry entry, TenantOptions tenant, ReplyPayload reply)
    {
        if (!AddrSpec.TryParse(tenant.MailFrom, out var from) || !AddrSpec.TryParse(reply.To, out _) || entry.BlobId is not { } blob)
        {
            throw new FormatException("The recipient or the tenant's MailFrom is not an address, or the entry has no blob.");
        }

        var output = new ArrayBufferWriter<byte>(1024);
        var header = new HeaderWriter(output);
        header.Addresses("From", [new MailAddress(ShownName.Plain(tenant.DisplayName), tenant.MailFrom)]);
        header.Addresses("To", [new MailAddress("", reply.To)]);
        header.Text("Subject", "Encrypted message");
        EntryFields.Write(header, entry, from.Domain);
        if (entry.Kind == OutboxKind.Receipt)
        {
            header.Raw("Auto-Submitted", "auto-replied"); // RFC 3834 §5
        }

        header.Raw("MIME-Version", "1.0");
        header.Raw("Content-Type", reply.ContentType);
        header.Raw("Content-Transfer-Encoding", "base64"); // so it was encrypted
        header.End();
        return new OutgoingMail
        {
            Id = entry.Id,
            CreatedAt = entry.CreatedAt,
            From = entry.Kind == OutboxKind.Receipt ? "" : tenant.MailFrom, // RFC 8098 §3: nobody answers a receipt
            To = reply.To,
            Content = output.WrittenMemory,
            Body = new OutgoingBody(reply.Size, () => blobs.OpenRead(blob)),
        };
    }
}
