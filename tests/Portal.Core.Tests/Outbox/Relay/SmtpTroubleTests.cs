using Portal.Core.Outbox;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

/// <summary>Everything that a relay can do wrong, at every step.</summary>
public sealed class SmtpTroubleTests : RelayFixture
{
    [Theory]
    [InlineData("MAIL", "451 4.3.0 later", "451 4.3.0")]
    [InlineData("RCPT", "450 4.2.1 greylisted", "450 4.2.1")]
    [InlineData("RCPT", "452-4.2.2 full\r\n452 4.2.2 really", "452 4.2.2")]
    [InlineData("DATA", "421 closing", "421")]
    [InlineData(".", "452 4.3.1 disk", "452 4.3.1")]
    [InlineData("MAIL", "530 5.7.0 sign in first", "530 5.7.0")]
    [InlineData("MAIL", "553 5.1.8 not you", "553 5.1.8")]
    [InlineData("MAIL", "550 not you", "550")]
    [InlineData("RCPT", "550 5.7.1 no relaying", "550 5.7.1")]
    [InlineData(".", "554 5.7.1 policy", "554 5.7.1")]
    [InlineData("GREETING", "554 5.3.2 no service", "554 5.3.2")]
    [InlineData("GREETING", "421 4.3.2 busy", "421 4.3.2")]
    public async Task What_may_pass_is_deferred_with_its_codes(string step, string reply, string code)
    {
        Server.Reply = (verb, _) => verb == step ? reply : null;
        Assert.Equal(new SendOutcome.Deferred(code), await SendAsync());
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 no such bob@example.net", "550 5.1.1")]
    [InlineData("RCPT", "550 no such person", "550")]
    [InlineData("DATA", "554 5.5.1 no", "554 5.5.1")]
    [InlineData(".", "552 5.3.4 too big", "552 5.3.4")]
    [InlineData(".", "550-line one\r\n550-line two\r\n550 5.7.1", "550")]
    public async Task A_refusal_for_good_keeps_the_codes_and_nothing_of_the_words(string step, string reply, string code)
    {
        Server.Reply = (verb, _) => verb == step ? reply : null;
        Assert.Equal(new SendOutcome.Refused(code), await SendAsync());
    }

    [Theory]
    [InlineData("GREETING", "connection lost")]
    [InlineData("EHLO", "connection lost")]
    [InlineData("MAIL", "connection lost")]
    [InlineData("DATA", "connection lost")]
    [InlineData(".", "connection lost after data")]
    public async Task A_cut_connection_is_deferred_at_every_step(string step, string code)
    {
        Server.Reply = (verb, _) => verb == step ? ScriptedServer.Cut : null;
        Assert.Equal(new SendOutcome.Deferred(code), await SendAsync());
    }

    [Fact]
    public async Task After_a_lost_reply_the_next_attempt_has_the_same_message_id()
    {
        var cut = true;
        Server.Reply = (verb, _) => verb == "." && cut ? ScriptedServer.Cut : null;
        await SendAsync();
        cut = false;
        await SendAsync();
        var ids = Server.Mails.Select(mail => mail.Split("\r\n").Single(line => line.Contains($"<{Mail.Id:N}@bank.example>", StringComparison.Ordinal)));
        Assert.Equal(2, ids.Count());
        Assert.Single(ids.Distinct());
    }

    [Theory]
    [InlineData("GREETING")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData(".")]
    public async Task Silence_ends_in_a_deferral(string step)
    {
        (Settings.CommandTimeout, Settings.DataTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
        Server.Reply = (verb, _) => verb == step ? ScriptedServer.Hang : null;
        Assert.Equal(new SendOutcome.Deferred("timeout"), await SendAsync());
    }

    [Theory]
    [InlineData("GREETING", "hello there")]
    [InlineData("GREETING", "HTTP/1.1 400 Bad Request")]
    [InlineData("EHLO", "250-one\r\n251 two")]
    [InlineData("MAIL", "25")]
    [InlineData("MAIL", "2500 ok")]
    [InlineData("MAIL", "999 ok")]
    [InlineData("RCPT", "354 go on")]
    [InlineData("DATA", "250 ok")]
    [InlineData(".", "\u00ff\u00fe\0")]
    public async Task Garbage_is_deferred(string step, string reply)
    {
        Server.Reply = (verb, _) => verb == step ? reply : null;
        Assert.Equal(new SendOutcome.Deferred("garbled reply"), await SendAsync());
    }

    [Fact]
    public async Task Endless_lines_and_endless_replies_are_cut_off()
    {
        Server.Reply = (verb, _) => verb == "MAIL" ? "250 " + new string('x', 100_000) : null;
        Assert.Equal(new SendOutcome.Deferred("garbled reply"), await SendAsync());
        Server.Reply = (verb, _) => verb == "EHLO" ? string.Concat(Enumerable.Repeat("250-X\r\n", 10_000)) + "250 X" : null;
        Assert.Equal(new SendOutcome.Deferred("garbled reply"), await SendAsync());
    }

    [Theory]
    [InlineData("bob@example.net>\r\nRCPT TO:<eve@example.org")]
    [InlineData("bob@example.net> NOTIFY=NEVER")]
    [InlineData("@example.net")]
    [InlineData("bob@")]
    public async Task An_address_that_could_break_the_line_never_reaches_it(string to)
    {
        Assert.Equal(new SendOutcome.Refused("not an address"), await SendAsync(Mail with { To = to }));
        Assert.DoesNotContain(Server.Lines, line => line.Contains("RCPT", StringComparison.Ordinal));
    }
}
