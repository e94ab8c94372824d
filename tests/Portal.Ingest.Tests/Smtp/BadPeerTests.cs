using System.Net.Sockets;
using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

/// <summary>Peers that speak badly, or stop to speak.</summary>
public sealed class BadPeerTests
{
    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_the_next_is_read()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync($"""
            S: 220 *
            C: NOOP {new string('x', 2041)}
            S: 250 2.0.0 *
            C: NOOP {new string('x', 2042)}
            S: 500 5.5.2 *
            C: NOOP {new string('x', 100_000)}
            S: 500 5.5.2 *
            C: NOOP
            S: 250 2.0.0 *
            """);
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("NOOP\\n")]
    [InlineData("NOOP\\nMAIL FROM:<a@b.example>\\r\\n")]
    [InlineData("NOOP\\rQUIT\\r\\n")]
    [InlineData("NOOP\\r\\r\\n")]
    [InlineData("\\n")]
    public async Task A_bare_line_end_in_a_command_ends_the_conversation(string sent)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync($"""
            S: 220 *
            C: EHLO client.example
            S*: 250
            C| {sent}
            S: 500 5.5.2 *
            S: (closed)
            """);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Twenty_errors_end_the_conversation()
    {
        await using var host = await DoorHost.StartAsync();
        var errors = string.Concat(Enumerable.Repeat("C: WHAT\nS: 500 5.5.1 *\n", 20));
        await host.PlayAsync($"S: 220 *\n{errors}S: 421 4.7.0 *\nS: (closed)");
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST / HTTP/1.1")]
    public async Task A_browser_is_sent_away(string line)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync($"""
            S: 220 *
            C: {line}
            C: EHLO client.example
            S: 554 5.7.0 *
            S: (closed)
            """);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task A_peer_that_closes_its_half_gets_its_mail_taken_and_its_answers()
    {
        await using var host = await DoorHost.StartAsync();
        using var socket = await host.ConnectAsync(Door.Smtp);
        using var transcript = new Transcript(new NetworkStream(socket));
        await transcript.PlayAsync(Scripts.InData.Replace("a@b.example", "", StringComparison.Ordinal));
        await transcript.SendAsync(".\r\nNOOP");
        socket.Shutdown(SocketShutdown.Send);
        await transcript.PlayAsync("S: 250 2.0.0 *\nS: (closed)");
        Assert.Equal("", host.Intake.Single.ReversePath);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_that_does_not_wait_for_354_ends_the_conversation(bool tls)
    {
        using var certificate = Certificates.SelfSigned();
        await using var host = await DoorHost.StartAsync(o => o.Certificate = certificate);
        var hello = Scripts.Greeted + (tls ? "C: STARTTLS\nS: 220 *\nTLS\nC: EHLO client.example\nS*: 250\n" : "");
        await host.PlayAsync(hello + """
            C: MAIL FROM:<a@b.example>
            C: RCPT TO:<c@d.example>
            C: DATA
            C: Subject: all at once
            C:
            C: .
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 554 5.5.0 *
            S: (closed)
            """);
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: application/pkcs7-mime\r\n\r\nMIIB\r\n.\r")]
    public async Task A_connection_lost_within_a_mail_leaves_nothing(string content)
    {
        var peer = new PipePeer("127.0.0.1");
        await peer.Transcript.PlayAsync(Scripts.InData);
        await peer.Transcript.SendAsync(content);
        await peer.DisposeAsync();
        Assert.Empty(peer.Intake.Mails);
    }

    [Fact]
    public async Task A_connection_lost_within_a_chunk_leaves_nothing()
    {
        var peer = new PipePeer("127.0.0.1");
        await peer.Transcript.PlayAsync(Scripts.Addressed);
        await peer.Transcript.SendAsync("BDAT 10 LAST\r\n123456789");
        await peer.DisposeAsync();
        Assert.Empty(peer.Intake.Mails);
    }
}
