using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class LmtpTests
{
    private const string Addressed = """
        S: 220 portal.test LMTP ready
        C: LHLO client.example
        S*: 250
        C: MAIL FROM:<a@b.example>
        C: RCPT TO:<yes@d.example>
        C: RCPT TO:<not an address>
        C: RCPT TO:<no@d.example>
        C: RCPT TO:<later@d.example>
        S: 250 2.1.0 *
        S: 250 2.1.5 *
        S: 501 5.1.3 *
        S: 250 2.1.5 *
        S: 250 2.1.5 *

        """;

    [Theory]
    [InlineData("C: DATA\nS: 354 *\nC: Subject: x\nC: .\n")]
    [InlineData("C: BDAT 3\nC| x\\r\\n\nS: 250 2.0.0 *\nC: BDAT 0 LAST\n")]
    public async Task Each_accepted_recipient_gets_its_own_reply_in_order(string content)
    {
        await using var host = await DoorHost.StartAsync();
        host.Intake.Outcome = recipient => recipient switch
        {
            "no@d.example" => new IntakeOutcome.Rejected(550, "5.7.1", "Not this one"),
            "later@d.example" => new IntakeOutcome.Deferred(451, "4.3.0", "Not now"),
            _ => new IntakeOutcome.Accepted(),
        };
        await host.PlayAsync(
            Addressed + content + """
            S: 250 2.0.0 Taken
            S: 550 5.7.1 Not this one
            S: 451 4.3.0 Not now
            """ + Scripts.StillThere,
            Door.Lmtp);
        Assert.Equal(["yes@d.example", "no@d.example", "later@d.example"], host.Intake.Single.Recipients);
    }

    [Theory]
    [InlineData("C: DATA\nS: 354 *\nC: bare\\nline\nC: .\n", "550 5.5.2")]
    [InlineData("C: BDAT 2000 LAST\n", "552 5.3.4")]
    public async Task A_refused_mail_is_refused_for_each_recipient(string content, string reply)
    {
        await using var host = await DoorHost.StartAsync(o => (o.MaxMessageBytes, o.MaxDrainBytes) = (1024, 0));
        await host.PlayAsync(Addressed + content + $"S: {reply} *\nS: {reply} *\nS: {reply} *", Door.Lmtp);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Smtp_greetings_are_not_spoken_here()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(
            """
            S: 220 portal.test LMTP ready
            C: HELO client.example
            S: 500 5.5.1 *
            C: EHLO client.example
            S: 500 5.5.1 *
            C: LHLO
            S: 501 5.5.4 *
            C: MAIL FROM:<a@b.example>
            S: 503 5.5.1 *
            C: LHLO client.example
            S: 250-portal.test
            S: 250-PIPELINING
            S*: 250
            C: MAIL FROM:<a@b.example>
            S: 250 *
            C: DATA
            S: 503 5.5.1 *
            """ + Scripts.StillThere,
            Door.Lmtp);
        Assert.Empty(host.Intake.Mails);
    }
}
