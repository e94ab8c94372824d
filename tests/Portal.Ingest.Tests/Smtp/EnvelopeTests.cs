using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class EnvelopeTests
{
    [Theory]
    [InlineData("MAIL FROM:<a@b.example>", "250 2.1.0")]
    [InlineData("mail from:<a@b.example>", "250 2.1.0")]
    [InlineData("MAIL FROM:<>", "250 2.1.0")]
    [InlineData("MAIL FROM:<a@b.example> ", "250 2.1.0")]
    [InlineData("MAIL FROM:<> SIZE=0 BODY=8BITMIME SMTPUTF8", "250 2.1.0")]
    [InlineData("MAIL FROM:<a@b.example> size=12 body=7bit", "250 2.1.0")]
    [InlineData("MAIL FROM:<a@b.example> BODY=BINARYMIME", "250 2.1.0")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=1 SIZE=1", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> SIZE", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=-1", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=1k", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> BODY=9BIT", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> BODY", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> SMTPUTF8=yes", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> SMTPUTF8 smtputf8", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> RET=FULL", "555 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example> AUTH=<>", "555 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example>SIZE=1", "501 5.5.4")]
    [InlineData("MAIL FROM: <a@b.example>", "501 5.5.4")]
    [InlineData("MAIL FROM :<a@b.example>", "501 5.5.4")]
    [InlineData("MAIL FROM:a@b.example", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.example", "501 5.5.4")]
    [InlineData("MAIL TO:<a@b.example>", "501 5.5.4")]
    [InlineData("MAIL", "501 5.5.4")]
    [InlineData("MAIL FROM:<a>", "501 5.1.7")]
    [InlineData("MAIL FROM:<@b.example>", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@>", "501 5.1.7")]
    [InlineData("MAIL FROM:<a b@c.example>", "501 5.1.7")]
    [InlineData("MAIL FROM:<ä@b.example>", "553 5.6.7")]
    public async Task A_sender_is_answered(string command, string reply)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(Scripts.Greeted + $"C: {Wire(command)}\nS: {reply} *" + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("a@b.example", "a@b.example")]
    [InlineData("a.b+c=d@b.example", "a.b+c=d@b.example")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@b.example", "!#$%&'*+-/=?^_`{|}~@b.example")]
    [InlineData("a@localhost", "a@localhost")]
    [InlineData("\"a\"@b.example", "a@b.example")]
    [InlineData("\"\\a\"@d.example", "a@d.example")]
    [InlineData("\"\\\\a\\\"\"@d.example", "\"\\\\a\\\"\"@d.example")]
    [InlineData("@x.example,@y.example:a@b.example", "a@b.example")]
    public async Task A_recipient_is_handed_on_in_its_shortest_spelling(string address, string expected)
    {
        await using var host = await DoorHost.StartAsync();
        var escaped = address.Replace("\\", "\\\\", StringComparison.Ordinal);
        await host.PlayAsync(Scripts.Greeted + $"""
            C: MAIL FROM:<>
            C: RCPT TO:<{escaped}>
            C: DATA
            S: 250 2.1.0 *
            S: 250 2.1.5 *
            S: 354 *
            C: .
            S: 250 *
            """);
        Assert.Equal([expected], host.Intake.Single.Recipients);
    }

    [Theory]
    [InlineData("<>", "501 5.1.3")]
    [InlineData("<a>", "501 5.1.3")]
    [InlineData("<Postmaster>", "501 5.1.3")]
    [InlineData("<a@b.example> NOTIFY=NEVER", "555 5.5.4")]
    [InlineData("<a@b@c.example>", "501 5.1.3")]
    [InlineData("<.a@b.example>", "501 5.1.3")]
    [InlineData("<a..b@c.example>", "501 5.1.3")]
    [InlineData("<a.@b.example>", "501 5.1.3")]
    [InlineData("<a@b.example.>", "501 5.1.3")]
    [InlineData("<a@.b.example>", "501 5.1.3")]
    [InlineData("<a@-b.example>", "501 5.1.3")]
    [InlineData("<a@b-.example>", "501 5.1.3")]
    [InlineData("<a@b!.example>", "501 5.1.3")]
    [InlineData("<a@[192.0.2.300]>", "501 5.1.3")]
    [InlineData("<a@b_c.example>", "501 5.1.3")]
    [InlineData("<a@[192.0.2.7]>", "501 5.1.3")]
    [InlineData("<a@[IPv6:2001:db8::7]>", "501 5.1.3")]
    [InlineData("<\"a b\"@c.example>", "501 5.1.3")]
    [InlineData("<a@[1]>", "501 5.1.3")]
    [InlineData("<a@[IPv6:192.0.2.7]>", "501 5.1.3")]
    [InlineData("<a@[2001:db8::7]>", "501 5.1.3")]
    [InlineData("<a@[x:y]>", "501 5.1.3")]
    [InlineData("<\"a\"b@c.example>", "501 5.1.3")]
    [InlineData("<\"a@c.example>", "501 5.5.4")]
    [InlineData("<\"a\\x00\"@c.example>", "500 5.5.2")]
    [InlineData("<a,b@c.example>", "501 5.1.3")]
    [InlineData("<a(b)@c.example>", "501 5.1.3")]
    [InlineData("<@x.example,y.example:a@b.example>", "501 5.5.4")]
    [InlineData("<@x.example>", "501 5.5.4")]
    [InlineData("a@b.example", "501 5.5.4")]
    [InlineData("<ä@b.example>", "553 5.6.7")]
    [InlineData("<a@bücher.example>", "553 5.6.7")]
    public async Task A_bad_recipient_is_refused(string path, string reply)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(
            Scripts.Greeted + $"C: MAIL FROM:<>\nS: 250 *\nC: RCPT TO:{Wire(path)}\nS: {reply} *\nC: DATA\nS: 503 *" + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Theory]
    [InlineData("jürgen@bücher.example", true)]
    [InlineData("用户@例子.example", true)]
    [InlineData("\"jürgen k\"@b.example", false)]
    [InlineData("a\u200bb@c.example", false)]
    [InlineData("a\u202eb@c.example", false)]
    [InlineData("a\u0085b@c.example", false)]
    [InlineData("a\u00a0b@c.example", false)]
    public async Task With_smtputf8_letters_of_the_world_are_taken_but_nothing_invisible(string address, bool taken)
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync(
            Scripts.Greeted + $"C: MAIL FROM:<> SMTPUTF8\nS: 250 *\nC: RCPT TO:<{Wire(address)}>\nS: {(taken ? "250 2.1.5" : "501 5.1.3")} *\n"
            + (taken ? "C: DATA\nS: 354 *\nC: .\nS: 250 *" : "") + Scripts.StillThere);
        Assert.Equal(taken ? [address] : [], host.Intake.Mails.SelectMany(m => m.Recipients));
    }

    [Fact]
    public async Task A_path_has_at_most_256_octets()
    {
        await using var host = await DoorHost.StartAsync();
        var longest = $"{new string('a', 254 - 10)}@b.example";
        await host.PlayAsync(
            Scripts.Greeted + $"C: MAIL FROM:<a{longest}>\nS: 501 5.5.4 *\nC: MAIL FROM:<{longest}>\nS: 250 2.1.0 *" + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task After_helo_there_are_no_parameters()
    {
        await using var host = await DoorHost.StartAsync();
        await host.PlayAsync("""
            S: 220 *
            C: HELO client.example
            S: 250 portal.test
            C: MAIL FROM:<a@b.example> SIZE=1
            S: 555 5.5.4 *
            C: MAIL FROM:<a@b.example>
            S: 250 2.1.0 *
            """ + Scripts.StillThere);
        Assert.Empty(host.Intake.Mails);
    }

    [Fact]
    public async Task One_recipient_more_than_allowed_must_wait()
    {
        await using var host = await DoorHost.StartAsync();
        var hundred = string.Concat(Enumerable.Range(0, 100).Select(i => $"C: RCPT TO:<r{i}@d.example>\nS: 250 2.1.5 *\n"));
        await host.PlayAsync(
            Scripts.Greeted + $"C: MAIL FROM:<>\nS: 250 *\n{hundred}C: RCPT TO:<r100@d.example>\nS: 452 4.5.3 *\nC: DATA\nS: 354 *\nC: .\nS: 250 *");
        Assert.Equal(100, host.Intake.Single.Recipients.Count);
    }

    // Transcripts carry bytes as Latin-1.
    private static string Wire(string text) =>
        System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
