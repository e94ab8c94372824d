using Portal.Core.Outbox;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

public sealed class InitialPasswordMailTests
{
    [Theory]
    [InlineData("en", "Initial password:")]
    [InlineData("de", "Initialpasswort / Initial password:")]
    public void The_password_stands_alone_on_the_line_after_its_label(string language, string label)
    {
        var mail = new RawMail(Samples.Mail(Samples.Password with { Language = language }));
        foreach (var lines in (string[][])[mail.TextLines, mail.Lines])
        {
            Assert.Equal("k7mq-w3rt-x9pd-h4cn", lines[Array.IndexOf(lines, label) + 1]);
        }

        Assert.All(mail.Lines, line => Assert.InRange(line.Length, 0, 76));
    }

    [Theory]
    [InlineData("k7mq-w3rt-x9pd-h4cn", "k7mq-w3rt-x9pd-h4cn")]
    [InlineData("K7MQ W3RT X9PD H", "K7MQ-W3RT-X9PD-H")]
    public void It_is_grouped_in_fours_however_it_came(string password, string line) =>
        Assert.Contains(line, new RawMail(Samples.Mail(Samples.Password with { InitialPassword = password })).TextLines);

    [Theory]
    [InlineData("en", "Your message goes to:", "bob@example.net", "k7mq-w3rt-x9pd-h4cn", "by phone or in person, never by mail", "good until 20 December 2026", "What happens next:")]
    [InlineData("de", "Ihre Nachricht geht an:", "bob@example.net", "k7mq-w3rt-x9pd-h4cn", "am Telefon oder persönlich weiter, niemals per E-Mail", "gilt bis 20. Dezember 2026", "So geht es weiter:")]
    public void It_says_who_what_how_until_when_and_what_next(string language, params string[] pieces)
    {
        var mail = new RawMail(Samples.Mail(Samples.Password with { Language = language }));
        foreach (var form in (string[])[mail.Text, System.Net.WebUtility.HtmlDecode(mail.Html)])
        {
            var text = string.Join(' ', form.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
            var places = pieces.Select(piece => text.IndexOf(piece, StringComparison.Ordinal)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Where_it_should_have_gone_by_SMS_it_says_why_it_did_not(SmsRefusal refusal, string language)
    {
        var mail = new RawMail(Samples.Mail(Samples.Password with { SmsRefusal = refusal, Language = language }));
        Assert.Contains("SMS", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SMS", new RawMail(Samples.Mail(Samples.Password with { Language = language })).Text, StringComparison.Ordinal);
    }

    public static TheoryData<SmsRefusal, string> Refusals()
    {
        var data = new TheoryData<SmsRefusal, string>();
        foreach (var refusal in Enum.GetValues<SmsRefusal>())
        {
            data.Add(refusal, "en");
            data.Add(refusal, "de");
        }

        return data;
    }

    [Fact]
    public void It_goes_to_the_sender_and_holds_only_the_link_to_another_one()
    {
        var mail = new RawMail(Samples.Mail(Samples.Password with { SenderToken = "AbCdEfGhIjKlMnOpQrStUv" }));
        Assert.Contains("To: alice@example.com", mail.Headers);
        Assert.Equal(["https://portal.example.com/sent/AbCdEfGhIjKlMnOpQrStUv"], mail.TextLines.Where(line => line.Contains("http", StringComparison.Ordinal)));
        Assert.DoesNotContain("http", new RawMail(Samples.Mail(Samples.Password)).Raw, StringComparison.OrdinalIgnoreCase); // an entry of an older version
        Assert.DoesNotContain("k7mq", string.Join('\n', mail.Headers), StringComparison.OrdinalIgnoreCase);
    }
}
