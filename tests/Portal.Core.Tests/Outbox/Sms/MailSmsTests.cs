using System.Text;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class MailSmsTests
{
    [Fact]
    public async Task The_mail_goes_to_the_number_at_the_gateway_and_is_the_same_at_each_try()
    {
        var transport = new FakeTransport(new SendOutcome.Sent("250"));
        var sms = SmsSamples.Sms("+41791234567", "Ihr Code: 394021\nGrüße");
        var sender = Sender(transport, o => o.Domain = "sms.example.com");
        await sender.SendAsync(sms, CancellationToken.None);
        Assert.IsType<SendOutcome.Sent>(await sender.SendAsync(sms, CancellationToken.None));
        var mails = transport.Mails.ToList();
        Assert.Equal((2, "41791234567@sms.example.com", "portal@bank.example"), (mails.Count, mails[0].To, mails[0].From));
        Assert.Equal(mails[0].Content.ToArray(), mails[1].Content.ToArray());
        var text = Encoding.ASCII.GetString(mails[0].Content.Span);
        Assert.Contains("To: 41791234567@sms.example.com\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nIhr Code: 394021\r\nGr=C3=BC=C3=9Fe\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sender_subject_and_plus_are_as_the_gateway_wants_them()
    {
        var transport = new FakeTransport(new SendOutcome.Deferred("451"));
        var outcome = await Sender(transport, o => (o.Domain, o.WithPlus, o.From, o.Subject) = ("sms.example.com", true, "sms@bank.example", "key 1"))
            .SendAsync(SmsSamples.Sms("+41791234567", "x"), CancellationToken.None);
        Assert.Equal("451", Assert.IsType<SendOutcome.Deferred>(outcome).Code);
        var mail = Assert.Single(transport.Mails);
        Assert.Equal(("+41791234567@sms.example.com", "sms@bank.example"), (mail.To, mail.From));
        Assert.Contains("Subject: key 1\r\n", Encoding.ASCII.GetString(mail.Content.Span), StringComparison.Ordinal);
    }

    private static MailSms Sender(FakeTransport transport, Action<MailSmsOptions> change) => new(transport, Samples.Tenants, SmsSamples.Options(o =>
    {
        o.Provider = SmsProvider.Mail;
        change(o.Mail);
    }));
}
