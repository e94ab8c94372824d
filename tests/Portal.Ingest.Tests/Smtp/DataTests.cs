using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class DataTests
{
    [Theory]
    [InlineData("..", ".\r\n")]
    [InlineData("...", "..\r\n")]
    [InlineData("..a", ".a\r\n")]
    [InlineData(".a", "a\r\n")]
    [InlineData("a.", "a.\r\n")]
    [InlineData("a\\r\\n..\\r\\nb", "a\r\n.\r\nb\r\n")]
    [InlineData("\\r\\n\\r\\n", "\r\n\r\n\r\n")]
    [InlineData("\\x80\\xff\\xfe", "\u0080\u00ff\u00fe\r\n")]
    [InlineData("\\0", "\0\r\n")]
    public async Task Dots_are_unstuffed_and_every_other_byte_is_kept(string line, string body)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.InData + Scripts.CipherHeader + $"C: {line}\nC: .\nS: 250 2.0.0 *" + Scripts.StillThere);
        Assert.Equal(body, host.Intake.Single.Body);
        Assert.Equal(host.Intake.Single.Header.Length + body.Length, host.Intake.Single.Size);
    }

    [Fact]
    public async Task A_dot_alone_is_an_empty_mail()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.InData + "C: .\nS: 250 2.0.0 *" + Scripts.StillThere);
        Assert.Equal((0, "", ""), (host.Intake.Single.Size, host.Intake.Single.Header, host.Intake.Single.Body));
    }

    [Theory]
    [InlineData("a\\nb")]
    [InlineData("a\\rb")]
    [InlineData("\\n")]
    [InlineData("\\r")]
    [InlineData(".\\ra")]
    [InlineData("a\\r\\r\\n")]
    public async Task A_bare_line_end_refuses_the_mail_at_its_real_end(string line)
    {
        foreach (var header in new[] { "", Scripts.CipherHeader })
        {
            await using var host = await DoorHost.StartAsync();
            await host.PlayAsync(Scripts.InData + header + $"C: {line}\nC: rest\nC: .\nS: 550 5.5.2 *" + Scripts.StillThere);
            Assert.Empty(host.Intake.Mails);
        }
    }

    [Fact]
    public async Task The_bytes_are_counted_whatever_was_declared()
    {
        await using var host = await DoorHost.StartAsync(o => o.MaxMessageBytes = 2000);
        var limit = new string('x', 2000 - 4);
        await host.PlayAsync(
            $"""
            {Scripts.Greeted}
            C: MAIL FROM:<a@b.example> SIZE=2001
            S: 552 5.3.4 *
            C: MAIL FROM:<a@b.example> SIZE=99999999999999999999
            S: 552 5.3.4 *
            C: MAIL FROM:<a@b.example> SIZE=1
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C:
            C: {limit}x
            C: .
            S: 552 5.3.4 *
            C: MAIL FROM:<a@b.example> SIZE=2000
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            C:
            C: .{limit}
            C: .
            S: 250 2.0.0 *
            {Scripts.StillThere}
            """);
        Assert.Equal(2000, host.Intake.Single.Size);
    }

    [Fact]
    public async Task A_peer_that_sends_far_too_much_is_cut_off()
    {
        await using var host = await DoorHost.StartAsync(o => (o.MaxMessageBytes, o.MaxDrainBytes) = (2000, 1000));
        await host.PlayAsync(Scripts.InData + $"C| {new string('x', 3001)}\nS: 552 5.3.4 *\nS: (closed)");
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task Who_declares_a_kilobyte_and_sends_three_gigabytes_is_cut_off_at_the_limit()
    {
        const int Limit = 64 * 1024 * 1024;
        await using var host = await DoorHost.StartAsync(o => (o.MaxMessageBytes, o.MaxDrainBytes) = (Limit, Limit / 4));
        using var socket = await host.ConnectAsync(Portal.Ingest.Smtp.Door.Smtp);
        using var transcript = new Transcript(new System.Net.Sockets.NetworkStream(socket));
        await transcript.PlayAsync(
            Scripts.Greeted + "C: MAIL FROM:<a@b.example> SIZE=1024\nC: RCPT TO:<c@d.example>\nC: DATA\nS: 250 *\nS: 250 *\nS: 354 *\n" + Scripts.CipherHeader);
        var sent = 0L;
        try
        {
            for (var line = new byte[1024 * 1024]; sent < 3L * 1024 * 1024 * 1024; sent += line.Length)
            {
                await socket.SendAsync(line);
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // The door has closed.
        }

        Assert.InRange(sent, Limit, 2L * Limit);
        Assert.Empty(host.Intake.Mails);
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.SpoolFolder));
        await host.PlayAsync(Scripts.InData + Scripts.CipherHeader + "C: MIIB\nC: .\nS: 250 2.0.0 *" + Scripts.StillThere);
    }

    [Fact]
    public async Task A_header_of_more_than_256_KiB_is_refused()
    {
        await using var host = await DoorHost.StartAsync();
        var exact = $"A: {new string('x', (256 * 1024) - 7)}";
        await host.PlayAsync(Scripts.InData + $"C: {exact}x\nC:\nC: body\nC: .\nS: 552 5.3.4 *" + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
        await host.PlayAsync(Scripts.InData + $"C: {exact}\nC:\nC: body\nC: .\nS: 250 2.0.0 *" + Scripts.StillThere);
        Assert.Equal(256 * 1024, host.Intake.Single.Header.Length);
    }

    [Theory]
    [InlineData("Subject: no type at all")]
    [InlineData("Content-Type: text/plain")]
    [InlineData("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"")]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=signed-data")]
    [InlineData("")]
    public async Task A_body_that_may_be_plaintext_is_counted_but_never_kept(string header)
    {
        var opened = 0;
        var spool = new Spool(() =>
        {
            opened++;
            throw new InvalidOperationException("No file is wanted.");
        });
        await using var host = await DoorHost.StartAsync(spool: spool);
        var secret = new string('s', 2 * SpoolFile.BufferBytes);
        await host.PlayAsync(Scripts.InData + $"C: {header}\nC:\nC: {secret}\nC: .\nS: 250 2.0.0 *" + Scripts.StillThere);

        var mail = host.Intake.Single;
        Assert.Equal("", mail.Body);
        Assert.True(mail.Size > secret.Length);
        Assert.Equal(0, opened);
    }

    [Theory]
    [InlineData("application/pkcs7-mime")]
    [InlineData("Application/PKCS7-MIME; smime-type=enveloped-data; name=x")]
    [InlineData("application/x-pkcs7-mime;\\r\\n smime-type=authEnveloped-data")]
    public async Task Ciphertext_larger_than_the_buffer_goes_through_the_spool_unchanged(string type)
    {
        await using var host = await DoorHost.StartAsync();
        var line = string.Concat(Enumerable.Range(0, 76).Select(i => (char)('0' + i)));
        var lines = string.Concat(Enumerable.Repeat($"C: {line}\n", 5000));
        var script = Scripts.InData + $"C: Content-Type: {type}\nC:\n{lines}C: .\nS: 250 2.0.0 *" + Scripts.StillThere;
        await host.PlayAsync(script);
        await host.PlayAsync(script);
        var expected = string.Concat(Enumerable.Repeat(line + "\r\n", 5000));
        Assert.Equal([expected, expected], host.Intake.Mails.Select(m => m.Body));
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.SpoolFolder));
    }

    [Fact]
    public async Task Mails_of_one_connection_do_not_mix()
    {
        await using var host = await DoorHost.StartAsync();
        var large = new string('l', 3 * SpoolFile.BufferBytes);
        string Again(string body) => $"""
            C: MAIL FROM:<a@b.example>
            C: RCPT TO:<c@d.example>
            C: DATA
            S: 250 *
            S: 250 *
            S: 354 *
            {Scripts.CipherHeader}
            C: {body}
            C: .
            S: 250 2.0.0 *

            """;
        await host.PlayAsync(Scripts.Greeted + Again("small") + Again(large) + Again("small again") + Again(large));
        Assert.Equal(["small\r\n", large + "\r\n", "small again\r\n", large + "\r\n"], host.Intake.Mails.Select(m => m.Body));
    }
}
