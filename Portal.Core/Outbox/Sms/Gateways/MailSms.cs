using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Core.Mime;
using Portal.Core.Outbox.Mails;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Sms.Gateways;

/// <summary>SMS by a gateway that makes one of each mail to NUMBER@domain. The mail goes the way of all mails.</summary>
internal sealed class MailSms(IMailTransport transport, TenantCatalog tenants, IOptions<SmsOptions> options) : ISmsSender
{
    private const string Date = "ddd, d MMM yyyy HH:mm:ss '+0000'"; // RFC 5322 section 3.3

    private readonly MailSmsOptions _options = options.Value.Mail;

    public int Lanes => transport.Lanes;

    public TimeSpan LongestSend => transport.LongestSend;

    public ValueTask FlushAsync(CancellationToken cancellationToken) => transport.FlushAsync(cancellationToken);

    public Task<SendOutcome> SendAsync(OutgoingSms sms, CancellationToken cancellationToken) => transport.SendAsync(Mail(sms), cancellationToken);

    private OutgoingMail Mail(OutgoingSms sms)
    {
        var from = _options.From.Length > 0 ? _options.From : tenants[sms.Tenant].MailFrom;
        var to = $"{(_options.WithPlus ? sms.Number.E164 : sms.Number.Digits)}@{_options.Domain}";
        return AddrSpec.TryParse(from, out var sender) && AddrSpec.TryParse(to, out _)
            ? new OutgoingMail { Id = sms.Id, CreatedAt = sms.CreatedAt, From = from, To = to, Content = Content(sms, from, sender.Domain, to) }
            : throw new FormatException("The gateway's or the sender's address is none.");
    }

    private ReadOnlyMemory<byte> Content(OutgoingSms sms, string from, string host, string to)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        var header = new HeaderWriter(output);
        var text = sms.Text.ReplaceLineEndings("\r\n") + "\r\n";
        var plain = Ascii.IsValid(text);
        header.Addresses("From", [new MailAddress("", from)]);
        header.Addresses("To", [new MailAddress("", to)]);
        header.Text("Subject", _options.Subject);
        header.Raw("Date", sms.CreatedAt.UtcDateTime.ToString(Date, CultureInfo.InvariantCulture));
        header.Raw("Message-ID", $"<{sms.Id:N}@{host}>");
        header.Raw("Auto-Submitted", "auto-generated"); // RFC 3834 section 5
        header.Raw("MIME-Version", "1.0");
        header.Raw("Content-Type", "text/plain; charset=utf-8");
        header.Raw("Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
        header.End();
        Encoding.ASCII.GetBytes(plain ? text : QuotedPrintableText.Of(text), output);
        return output.WrittenMemory;
    }
}
