using System.Text;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

public sealed class SmtpRelayTests : RelayFixture
{
    [Fact]
    public async Task A_mail_is_handed_over_byte_for_byte()
    {
        Assert.Equal(new SendOutcome.Sent("250 2.0.0"), await SendAsync());
        Assert.Equal(Encoding.UTF8.GetString(Mail.Content.Span), Assert.Single(Server.Mails));
        Assert.Equal(
            ["1 EHLO portal.example", $"1 MAIL FROM:<portal@bank.example> SIZE={Mail.Content.Length}", "1 RCPT TO:<bob@example.net>", "1 DATA", "1 QUIT"],
            Server.Lines);
    }

    [Fact]
    public async Task A_server_that_knows_only_HELO_gets_a_mail_all_the_same()
    {
        Server.Reply = (verb, _) => verb == "EHLO" ? "502 5.5.1 what?" : null;
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.Contains("1 HELO portal.example", Server.Lines);
        Assert.Contains("1 MAIL FROM:<portal@bank.example>", Server.Lines);
    }

    [Fact]
    public async Task One_connection_serves_many_mails()
    {
        await using var relay = Relay();
        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<SendOutcome.Sent>(await relay.SendAsync(Mail, CancellationToken.None));
        }

        Assert.Equal(1, Server.Connections);
        Assert.Equal(4, Server.Lines.Count(line => line == "1 RSET"));
    }

    [Fact]
    public async Task A_kept_connection_that_is_gone_is_replaced_without_losing_an_attempt()
    {
        Server.Reply = (verb, _) => verb == "RSET" ? ScriptedServer.Cut : null;
        await using var relay = Relay();
        Assert.IsType<SendOutcome.Sent>(await relay.SendAsync(Mail, CancellationToken.None));
        Assert.IsType<SendOutcome.Sent>(await relay.SendAsync(Mail, CancellationToken.None));
        Assert.Equal(2, Server.Connections);
    }

    [Fact]
    public async Task A_refused_mail_does_not_spoil_the_connection_for_the_next()
    {
        Server.Reply = (verb, _) => verb == "RCPT" && Server.Mails.IsEmpty && Server.Lines.Count < 4 ? "550 5.1.1 nobody" : null;
        await using var relay = Relay();
        Assert.Equal(new SendOutcome.Refused("550 5.1.1"), await relay.SendAsync(Mail, CancellationToken.None));
        Assert.IsType<SendOutcome.Sent>(await relay.SendAsync(Mail, CancellationToken.None));
        Assert.Equal(1, Server.Connections);
    }

    [Fact]
    public async Task Four_mails_at_once_use_a_connection_each_and_no_more()
    {
        await using var relay = Relay();
        for (var round = 0; round < 3; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => relay.SendAsync(Mail, CancellationToken.None)));
            Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Sent>(outcome));
        }

        Assert.InRange(Server.Connections, 1, 4);
        Assert.Equal(12, Server.Mails.Count);
    }

    [Fact]
    public async Task A_relay_that_is_away_is_asked_once_and_then_left_alone_for_a_while()
    {
        Server.Reply = (verb, _) => verb == "GREETING" ? "421 4.3.2 closed" : null;
        await using var relay = Relay();
        Assert.Equal(new SendOutcome.Deferred("421 4.3.2"), await relay.SendAsync(Mail, CancellationToken.None));
        Assert.Equal(new SendOutcome.Deferred("421 4.3.2"), await relay.SendAsync(Mail, CancellationToken.None));
        Assert.Equal(1, Server.Connections);
        Clock.Move(TimeSpan.FromMinutes(1));
        Server.Reply = (_, _) => null;
        Assert.IsType<SendOutcome.Sent>(await relay.SendAsync(Mail, CancellationToken.None));
    }

    [Theory]
    [InlineData(".", null, new[] { JournalState.HandedOver, JournalState.Taken })]
    [InlineData(".", "451 4.3.0 later", new[] { JournalState.HandedOver, JournalState.Claimed })]
    [InlineData(".", ScriptedServer.Cut, new[] { JournalState.HandedOver })]
    [InlineData("RCPT", "550 5.1.1 nobody", new JournalState[0])]
    [InlineData("DATA", ScriptedServer.Cut, new JournalState[0])]
    internal async Task How_far_a_mail_came_is_noted_as_it_happens(string verb, string? reply, JournalState[] expected)
    {
        Server.Reply = (asked, _) => asked == verb ? reply : null;
        var noted = new List<JournalState>();
        await SendAsync(Mail with { Note = noted.Add });
        Assert.Equal(expected, noted);
    }

    [Fact]
    public async Task Nobody_listening_is_a_deferral()
    {
        await Server.DisposeAsync();
        Assert.Equal(new SendOutcome.Deferred("no connection"), await SendAsync());
    }

    [Fact]
    public async Task A_stop_ends_a_send_that_hangs()
    {
        Server.Reply = (verb, _) => verb == "DATA" ? ScriptedServer.Hang : null;
        using var stop = new CancellationTokenSource();
        await using var relay = Relay();
        var sending = relay.SendAsync(Mail, stop.Token);
        while (!Server.Lines.Contains("1 DATA"))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task An_address_outside_ascii_needs_SMTPUTF8()
    {
        var mail = Mail with { To = "jörg@example.net" };
        Assert.Equal(new SendOutcome.Refused("SMTPUTF8 not offered"), await SendAsync(mail));
        Assert.Empty(Server.Mails);
        Server.Extensions = ["8BITMIME", "SMTPUTF8"];
        Assert.IsType<SendOutcome.Sent>(await SendAsync(mail));
        Assert.Contains("2 MAIL FROM:<portal@bank.example> BODY=8BITMIME SMTPUTF8", Server.Lines);
        Assert.Contains("2 RCPT TO:<jörg@example.net>", Server.Lines);
    }

    [Fact]
    public async Task A_mail_above_the_servers_SIZE_is_not_even_begun()
    {
        Server.Extensions = ["SIZE 100"];
        Assert.Equal(new SendOutcome.Refused("larger than SIZE"), await SendAsync());
        Assert.DoesNotContain(Server.Lines, line => line.Contains("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_that_begin_with_a_dot_arrive_as_they_are()
    {
        var mail = Mail with { Content = ".a\r\n..\r\n.\r\nb.\r\n"u8.ToArray() };
        Assert.IsType<SendOutcome.Sent>(await SendAsync(mail));
        Assert.Equal(".a\r\n..\r\n.\r\nb.\r\n", Assert.Single(Server.Mails));
    }
}
