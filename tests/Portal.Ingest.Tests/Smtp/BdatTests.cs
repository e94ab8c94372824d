using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class BdatTests
{
    private const string Header = "Content-Type: application/pkcs7-mime\\r\\n\\r\\n"; // 40 bytes on the wire

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chunks_make_one_mail_and_are_opaque(bool byteByByte)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(
            Scripts.Addressed + $"""
            C: BDAT 40
            C| {Header}
            S: 250 2.0.0 *
            C: BDAT 5
            C| \r\n.\r\n
            S: 250 2.0.0 *
            C: BDAT 0
            S: 250 2.0.0 *
            C: BDAT 3 LAST
            C| \n\0\r
            S: 250 2.0.0 Taken
            """ + Scripts.StillThere,
            byteByByte: byteByByte);
        Assert.Equal("\r\n.\r\n\n\0\r", host.Intake.Single.Body);
        Assert.Equal(48, host.Intake.Single.Size);
    }

    [Fact]
    public async Task A_whole_conversation_in_one_packet_is_answered_in_order()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync($"""
            S: 220 *
            C: EHLO client.example
            C: MAIL FROM:<a@b.example> BODY=BINARYMIME SIZE=48
            C: RCPT TO:<c@d.example>
            C: BDAT 40
            C| {Header}
            C: BDAT 4 LAST
            C| bodyQUIT\r\n
            S*: 250
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 250 2.0.0 *
            S: 250 2.0.0 Taken
            S: 221 2.0.0 *
            S: (closed)
            """);
        Assert.Equal("body", host.Intake.Single.Body);
    }

    [Fact]
    public async Task Data_and_chunks_do_not_mix()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Addressed + $"""
            C: BDAT 40
            C| {Header}
            S: 250 2.0.0 *
            C: DATA
            S: 503 5.5.1 *
            C: MAIL FROM:<x@y.example>
            S: 503 5.5.1 *
            C: RCPT TO:<x@y.example>
            S: 503 5.5.1 *
            C: BDAT 0 LAST
            S: 250 2.0.0 Taken
            C: BDAT 6 LAST
            C| NOOP\r\n
            S: 503 5.5.1 *
            """ + Scripts.StillThere);
        Assert.Equal(["c@d.example"], host.Intake.Single.Recipients);
    }

    [Fact]
    public async Task Binary_mail_cannot_come_by_data()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Greeted + """
            C: MAIL FROM:<a@b.example> BODY=BINARYMIME
            C: RCPT TO:<c@d.example>
            S: 250 *
            S: 250 *
            C: DATA
            S: 503 5.5.1 *
            C: BDAT 0 LAST
            S: 250 2.0.0 *
            """ + Scripts.StillThere);
        Assert.Equal(0, host.Intake.Single.Size);
    }

    [Fact]
    public async Task A_reset_between_chunks_forgets_them()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Addressed + $"""
            C: BDAT 40
            C| {Header}
            S: 250 2.0.0 *
            C: BDAT 4
            C| lost
            S: 250 2.0.0 *
            C: RSET
            S: 250 2.0.0 *
            C: MAIL FROM:<a@b.example>
            C: RCPT TO:<c@d.example>
            C: BDAT 40
            C| {Header}
            S: 250 *
            S: 250 *
            S: 250 *
            C: BDAT 4 LAST
            C| kept
            S: 250 2.0.0 Taken
            """ + Scripts.StillThere);
        Assert.Equal("kept", host.Intake.Single.Body);
    }

    [Theory]
    [InlineData("S: 220 *\n")]
    [InlineData(Scripts.Greeted)]
    [InlineData(Scripts.Greeted + "C: MAIL FROM:<a@b.example>\nS: 250 *\n")]
    public async Task A_refused_chunk_is_not_taken_for_commands(string opening)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(opening + """
            C: BDAT 6 LAST
            C| QUIT\r\n
            S: 503 5.5.1 *
            """ + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("BDAT")]
    [InlineData("BDAT -1")]
    [InlineData("BDAT +1")]
    [InlineData("BDAT 1x")]
    [InlineData("BDAT 0x10")]
    [InlineData("BDAT 99999999999999999999")]
    [InlineData("BDAT 1 FIRST")]
    [InlineData("BDAT 1 LAST LAST")]
    [InlineData("BDAT LAST")]
    public async Task A_chunk_without_a_readable_size_ends_the_conversation(string command)
    {
        foreach (var opening in new[] { Scripts.Greeted, Scripts.Addressed })
        {
            await using var host = await DoorHost.StartAsync();
            await host.PlayAsync(opening + $"C: {command}\nS: 501 5.5.4 *\nS: (closed)");
            Assert.Empty(host.Intake.Mails);
        }
    }

    [Fact]
    public async Task Chunks_are_counted_together_and_a_failure_stays_until_the_last()
    {
        await using var host = await DoorHost.StartAsync(o => o.MaxMessageBytes = 1024);
        await host.PlayAsync(Scripts.Addressed + $"""
            C: BDAT 1000
            C| {new string('x', 1000)}
            S: 250 2.0.0 *
            C: BDAT 25
            C| {new string('x', 25)}
            S: 552 5.3.4 *
            C: BDAT 1
            C| x
            S: 552 5.3.4 *
            C: BDAT 1 LAST
            C| x
            S: 552 5.3.4 *
            C: MAIL FROM:<a@b.example>
            S: 250 *
            """ + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("BDAT 4000000000", "552 5.3.4")]
    [InlineData("BDAT 4000000000 LAST", "552 5.3.4")]
    public async Task A_chunk_far_too_large_is_not_waited_for(string command, string reply)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Addressed + $"C: {command}\nS: {reply} *\nS: (closed)");
        await host.PlayAsync(Scripts.Greeted + $"C: {command}\nS: 503 5.5.1 *\nS: (closed)");
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task A_bare_line_end_in_the_header_of_a_chunk_refuses_the_mail()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Addressed + """
            C: BDAT 12 LAST
            C| A: b\nC: \r\n\r\n
            S: 550 5.5.2 *
            """ + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }
}
