using System.Security.Cryptography;
using System.Text;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Relay;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

/// <summary>
/// Replies and receipts come out of a file while they are sent. Whatever the relay does in the middle of one, the next attempt sends all of it again, and the
/// same bytes.
/// </summary>
public sealed class StreamedMailTroubleTests : RelayFixture
{
    private const string Head = "From: portal@bank.example\r\nTo: sam@sender.example\r\nMessage-ID: <same@bank.example>\r\n\r\n";

    private int _opened;
    private int _closed;

    public StreamedMailTroubleTests() => Server.Extensions = ["PIPELINING"];

    [Theory]
    [InlineData("MAIL", "451 4.3.0 later", "451 4.3.0")]
    [InlineData("RCPT", "450 4.2.1 greylisted", "450 4.2.1")]
    [InlineData("DATA", "421 closing", "421")]
    [InlineData("DATA", ScriptedServer.Cut, "connection lost")]
    [InlineData(".", "452 4.3.1 disk", "452 4.3.1")]
    [InlineData(".", "554 5.7.1 policy", "554 5.7.1")]
    [InlineData(".", ScriptedServer.Cut, "connection lost after data")]
    public async Task What_is_deferred_at_any_step_is_sent_whole_the_next_time(string step, string reply, string code)
    {
        Server.Reply = (verb, _) => verb == step ? reply : null;
        Assert.Equal(new SendOutcome.Deferred(code), await SendAsync(Streamed(200_000)));
        Server.Reply = (_, _) => null;
        await ArrivesAsync(200_000);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 nobody")]
    [InlineData(".", "552 5.3.4 too big")]
    public async Task What_is_refused_for_good_is_said_to_be(string step, string reply)
    {
        Server.Reply = (verb, _) => verb == step ? reply : null;
        Assert.IsType<SendOutcome.Refused>(await SendAsync(Streamed(200_000)));
        Assert.Equal(_opened, _closed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(5_000)]
    public async Task A_cut_in_the_middle_of_the_mail_is_deferred_and_nothing_counts_as_handed_over(int line)
    {
        Server.CutAfterLines = line;
        var notes = new List<string>();
        Assert.Equal(
            new SendOutcome.Deferred("connection lost"), await SendAsync(Streamed(20_000_000) with { Note = state => notes.Add($"{state}") }));
        Assert.Empty(notes);
        Assert.Empty(Server.Mails);
        Server.CutAfterLines = null;
        await ArrivesAsync(200_000);
    }

    [Fact]
    public async Task A_relay_that_stops_reading_is_left_after_its_time()
    {
        (Server.DeafAfterLines, Settings.DataTimeout) = (10, TimeSpan.FromMilliseconds(500));
        Assert.Equal(new SendOutcome.Deferred("timeout"), await SendAsync(Streamed(20_000_000)));
        Assert.Equal(_opened, _closed);
    }

    [Fact]
    public async Task A_slow_relay_gets_the_mail_as_fast_as_it_reads()
    {
        (Server.Rest, Settings.CommandTimeout) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        await ArrivesAsync(300_000); // 3,900 lines: four seconds
    }

    [Fact]
    public async Task TLS_that_breaks_in_the_middle_of_the_mail_is_deferred_and_never_followed_by_clear_text()
    {
        (Settings.Security, Settings.CertificateAuthorityFile) = (RelaySecurity.Required, UseCertificate());
        (Server.Extensions, Server.CutAfterLines) = ([.. Server.Extensions, "STARTTLS"], 100);
        Assert.Equal(new SendOutcome.Deferred("connection lost"), await SendAsync(Streamed(20_000_000)));
        (Server.Extensions, Server.CutAfterLines) = (["PIPELINING"], null);
        Assert.IsType<SendOutcome.Deferred>(await SendAsync(Streamed(200_000)));
        Assert.DoesNotContain(Server.Lines, line => !line.Contains("T ", StringComparison.Ordinal) && line.Contains("MAIL", StringComparison.Ordinal));
        Server.Extensions = ["PIPELINING", "STARTTLS"];
        await ArrivesAsync(200_000);
    }

    private async Task ArrivesAsync(int size)
    {
        Assert.IsType<SendOutcome.Sent>(await SendAsync(Streamed(size)));
        Assert.Equal(Head + Text(size), Server.Mails.Last());
        Assert.Equal(_opened, _closed);
    }

    private OutgoingMail Streamed(int size)
    {
        var body = Encoding.ASCII.GetBytes(Text(size));
        return Mail with { Content = Encoding.ASCII.GetBytes(Head), Body = new OutgoingBody(body.Length, () => new Counted(this, body)) };
    }

    // Base64, as the tunnel makes it; the same each time.
    private static string Text(int size)
    {
        var bytes = SHA256.HashData([1]);
        var line = Convert.ToBase64String([.. bytes, .. bytes[..25]]);
        return string.Concat(Enumerable.Range(0, size / 78).Select(number => $"{line[..^6]}{number:D6}\r\n"));
    }

    private sealed class Counted : MemoryStream
    {
        private readonly StreamedMailTroubleTests _test;
        private bool _done;

        public Counted(StreamedMailTroubleTests test, byte[] bytes)
            : base(bytes, writable: false)
        {
            _test = test;
            _test._opened++;
        }

        protected override void Dispose(bool disposing)
        {
            _test._closed += _done ? 0 : 1;
            _done = true;
            base.Dispose(disposing);
        }
    }
}
