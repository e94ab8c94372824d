using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class ConversationTests
{
    [Fact]
    public async Task A_mail_is_taken_with_its_envelope_header_and_body()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync("""
            S: 220 portal.test ESMTP ready
            C: EHLO client.example
            S: 250-portal.test
            S: 250-PIPELINING
            S: 250-SIZE 2147483648
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250-CHUNKING
            S: 250-BINARYMIME
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<a@b.example>
            S: 250 2.1.0 Sender ok
            C: RCPT TO:<c@d.example>
            S: 250 2.1.5 Recipient ok
            C: RCPT TO:<e@f.example>
            S: 250 2.1.5 Recipient ok
            C: DATA
            S: 354 End data with <CRLF>.<CRLF>
            C: Content-Type: application/pkcs7-mime
            C:
            C: MIIB
            C: .
            S: 250 2.0.0 Taken
            C: QUIT
            S: 221 2.0.0 Bye
            S: (closed)
            """);

        var mail = host.Intake.Single;
        Assert.Equal("a@b.example", mail.ReversePath);
        Assert.Equal(["c@d.example", "e@f.example"], mail.Recipients);
        Assert.Equal("Content-Type: application/pkcs7-mime\r\n\r\n", mail.Header);
        Assert.Equal("MIIB\r\n", mail.Body);
        Assert.Equal(mail.Header.Length + mail.Body.Length, mail.Size);
    }

    [Theory]
    [InlineData("NOOP", "250 2.0.0 Ok")]
    [InlineData("noop with an argument", "250 2.0.0 Ok")]
    [InlineData("RSET", "250 2.0.0 Ok")]
    [InlineData("RSET now", "501 5.5.4*")]
    [InlineData("VRFY somebody", "252 2.1.5*")]
    [InlineData("VRFY", "501 5.5.4*")]
    [InlineData("HELP", "214 2.0.0*")]
    [InlineData("HELP MAIL", "214 2.0.0*")]
    [InlineData("QUIT", "221 2.0.0 Bye")]
    [InlineData("QUIT now", "501 5.5.4*")]
    [InlineData("HELO client.example", "250 portal.test")]
    [InlineData("HELO", "501 5.5.4*")]
    [InlineData("EHLO", "501 5.5.4*")]
    [InlineData("EHLO two words", "501 5.5.4*")]
    [InlineData("EHLO [127.0.0.1]", "250-portal.test")]
    [InlineData("LHLO client.example", "500 5.5.1*")]
    [InlineData("EXPN list", "500 5.5.1*")]
    [InlineData("AUTH PLAIN", "500 5.5.1*")]
    [InlineData("XCLIENT ADDR=1.2.3.4", "500 5.5.1*")]
    [InlineData("", "500 5.5.1*")]
    [InlineData(" NOOP", "500 5.5.1*")]
    [InlineData("NOOP\\tx", "500 5.5.2*")]
    [InlineData("NOOP \\0", "500 5.5.2*")]
    [InlineData("NOOP \\x7f", "500 5.5.2*")]
    [InlineData("NOOP \\xff", "500 5.5.2*")]
    [InlineData("STARTTLS", "503 5.5.1*")]
    [InlineData("MAIL FROM:<a@b.example>", "503 5.5.1*")]
    [InlineData("RCPT TO:<a@b.example>", "503 5.5.1*")]
    [InlineData("DATA", "503 5.5.1*")]
    [InlineData("BDAT 0 LAST", "503 5.5.1*")]
    public async Task A_command_before_the_greeting_is_answered(string command, string reply)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync($"""
            S: 220 *
            C: {command}
            S: {reply}
            """);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Commands_in_wrong_order_are_refused_and_change_nothing()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync("""
            S: 220 *
            C: EHLO client.example
            S*: 250
            C: RCPT TO:<c@d.example>
            S: 503 5.5.1 *
            C: DATA
            S: 503 5.5.1 *
            C: MAIL FROM:<a@b.example>
            S: 250 2.1.0 *
            C: MAIL FROM:<other@b.example>
            S: 503 5.5.1 *
            C: DATA
            S: 503 5.5.1 *
            C: STARTTLS
            S: 503 5.5.1 *
            C: RCPT TO:<c@d.example>
            S: 250 2.1.5 *
            C: MAIL FROM:<other@b.example>
            S: 503 5.5.1 *
            C: DATA now
            S: 501 5.5.4 *
            C: DATA
            S: 354 *
            C: .
            S: 250 2.0.0 *
            C: DATA
            S: 503 5.5.1 *
            """);
        Assert.Equal("a@b.example", host.Intake.Single.ReversePath);
    }

    [Theory]
    [InlineData("RSET", "S: 250 2.0.0 Ok")]
    [InlineData("EHLO again.example", "S*: 250")]
    [InlineData("HELO again.example", "S: 250 portal.test")]
    public async Task A_mail_that_was_begun_is_forgotten(string command, string reply)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync($"""
            S: 220 *
            C: EHLO client.example
            S*: 250
            C: MAIL FROM:<a@b.example>
            S: 250 *
            C: RCPT TO:<c@d.example>
            S: 250 *
            C: {command}
            {reply}
            C: RCPT TO:<c@d.example>
            S: 503 *
            C: MAIL FROM:<second@b.example>
            S: 250 *
            C: RCPT TO:<second@d.example>
            S: 250 *
            C: DATA
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Equal("second@b.example", host.Intake.Single.ReversePath);
        Assert.Equal(["second@d.example"], host.Intake.Single.Recipients);
    }

    [Fact]
    public async Task Everything_in_two_packets_is_answered_in_order()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync("""
            S: 220 *
            C: EHLO client.example
            S*: 250
            C: MAIL FROM:<a@b.example>
            C: RCPT TO:<c@d.example>
            C: RCPT TO:<>
            C: DATA
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 501 5.1.3 *
            S: 354 *
            C: Subject: first
            C: .
            C: MAIL FROM:<second@b.example>
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 2.0.0 *
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 354 *
            C: Subject: second
            C: .
            C: QUIT
            S: 250 2.0.0 *
            S: 221 2.0.0 *
            S: (closed)
            """);
        Assert.Equal(["Subject: first\r\n", "Subject: second\r\n"], host.Intake.Mails.Select(m => m.Header));
    }

    [Fact]
    public async Task A_thousand_pipelined_commands_get_a_thousand_replies()
    {
        await using var host = await DoorHost.StartAsync();
        var commands = string.Concat(Enumerable.Repeat("C: NOOP\n", 1000));
        var replies = string.Concat(Enumerable.Repeat("S: 250 2.0.0 Ok\n", 1000));
        await host.PlayAsync($"S: 220 *\n{commands}{replies}C: QUIT\nS: 221 *\nS: (closed)");
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Bytes_that_come_one_by_one_make_the_same_mail()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(
            """
            S: 220 *
            C: EHLO client.example
            S*: 250
            C: MAIL FROM:<a@b.example>
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C: Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data
            C:
            C: ..
            C: ..stuffed
            C:
            C: end
            C: .
            S: 250 2.0.0 *
            C: QUIT
            S: 221 *
            S: (closed)
            """,
            byteByByte: true);
        Assert.Equal(".\r\n.stuffed\r\n\r\nend\r\n", host.Intake.Single.Body);
    }
}
