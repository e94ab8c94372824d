using System.Buffers;
using System.Text;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Mails;

/// <summary>
/// Puts headers and both forms of the text together. All of it follows from the entry, so each attempt makes the same bytes, and
/// text goes out in an encoding that leaves a link's line as it is.
/// </summary>
internal static class AssembleMail
{
    /// <exception cref="FormatException">An address is none.</exception>
    public static OutgoingMail Of(
        OutboxEntry entry, TenantOptions tenant, string recipient, string subject, MailTexts texts, IReadOnlyList<MailBlock> blocks)
    {
        if (!AddrSpec.TryParse(tenant.MailFrom, out var from) || !AddrSpec.TryParse(recipient, out _))
        {
            throw new FormatException("The recipient or the tenant's MailFrom is not an address.");
        }

        var output = new ArrayBufferWriter<byte>(8192);
        var header = new HeaderWriter(output);
        header.Addresses("From", [new MailAddress(ShownName.Plain(tenant.DisplayName), tenant.MailFrom)]);
        header.Addresses("To", [new MailAddress("", recipient)]);
        header.Text("Subject", ShownName.Plain(subject));
        EntryFields.Write(header, entry, from.Domain);
        header.Raw("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
        header.Raw("X-Auto-Response-Suppress", "All");
        header.Raw("Content-Language", texts.Language);
        header.Raw("MIME-Version", "1.0");
        WriteAlternatives(output, header, $"=_{entry.Id:N}", TextMail.Of(blocks), HtmlMail.Of(texts.Language, subject, blocks));
        return new OutgoingMail
        {
            Id = entry.Id,
            CreatedAt = entry.CreatedAt,
            From = tenant.MailFrom,
            To = recipient,
            Content = output.WrittenMemory,
        };
    }

    private static void WriteAlternatives(ArrayBufferWriter<byte> output, HeaderWriter header, string boundary, string text, string html)
    {
        header.Text("Content-Type", $"multipart/alternative; boundary=\"{boundary}\"");
        var plain = Ascii.IsValid(text);
        Begin("text/plain", plain ? "7bit" : "quoted-printable");
        Encoding.ASCII.GetBytes(plain ? text : QuotedPrintableText.Of(text), output);
        Begin("text/html", "7bit"); // pure ASCII by its making
        Encoding.ASCII.GetBytes($"{html}\r\n--{boundary}--\r\n", output);

        void Begin(string type, string encoding)
        {
            Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\n", output);
            header.Raw("Content-Type", $"{type}; charset=utf-8");
            header.Raw("Content-Transfer-Encoding", encoding);
            header.End();
        }
    }
}
