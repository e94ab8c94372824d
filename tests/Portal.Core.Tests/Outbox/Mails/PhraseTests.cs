using System.Text.Json;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

public sealed class PhraseTests
{
    [Fact]
    public void The_notice_repeats_the_phrase_inert()
    {
        var mail = Text("<b>old</b> boat");
        Assert.Contains("Your own phrase, which only you and we know:\r\n<b>old</b> boat\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;old&lt;/b&gt; boat", mail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("go to evil.example")]
    [InlineData("")]
    public void Without_one_or_with_one_that_leads_somewhere_there_is_none(string? phrase) =>
        Assert.DoesNotContain("phrase", Text(phrase), StringComparison.Ordinal);

    [Fact]
    public void The_daily_mail_counts_and_names_and_leads_to_the_start()
    {
        var digest = new DigestPayload
        {
            To = "bob@example.net",
            Messages = 7,
            Senders = [new("Alice <script>", "alice@example.com"), new("see evil.example", "eve@example.com")],
            CheckCode = "7K3MF-Q2WXA",
            At = DateTimeOffset.UnixEpoch,
            Language = "en",
        };
        var entry = Samples.Sealer(new FakeClock()).Seal(digest, "default");
        var mail = RawText(Samples.Compose.Compose(entry, JsonSerializer.SerializeToUtf8Bytes(digest), new KnownRecipient("old boat", null)));

        Assert.Equal(OutboxKind.Digest, entry.Kind);
        Assert.Contains("Subject: Example Bank: 7 messages for you\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("\r\nAlice <script>, alice@example.com\r\neve@example.com\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("\r\nhttps://portal.example.com/\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("\r\nold boat\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("\r\n7K3MF-Q2WXA\r\n\r\nhttps://portal.example.com/check\r\n", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", mail[mail.IndexOf("text/html", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", mail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_stands_alone_on_its_line_and_in_no_address()
    {
        var payload = new AddressPayload { To = "bob@example.net", Code = "12345678", Until = DateTimeOffset.UnixEpoch, Language = "en" };
        var mail = RawText(Samples.Compose.Compose(
            Samples.Sealer(new FakeClock()).Seal(payload, "default"), JsonSerializer.SerializeToUtf8Bytes(payload)));
        Assert.Contains("\r\n1234 5678\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("\r\nhttps://portal.example.com/settings/addresses\r\n", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("12345678", mail, StringComparison.Ordinal);
    }

    private static string Text(string? phrase) => RawText(Samples.Compose.Compose(
        Samples.Entry(new FakeClock()), JsonSerializer.SerializeToUtf8Bytes(Samples.Notice), new KnownRecipient(phrase, null)));

    private static string RawText(OutgoingMail mail) => System.Text.Encoding.UTF8.GetString(mail.Content.Span);
}
