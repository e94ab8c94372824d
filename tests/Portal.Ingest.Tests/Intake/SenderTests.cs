using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Who a message is from: what the signed content says, never the envelope.</summary>
public sealed class SenderTests() : OfficeTests(
    settings: [("Tenants:default:SenderDomains:0", "example.com"), ("Tenants:default:MailFrom", "Portal@Example.com")])
{
    private static readonly IntakeOutcome Foreign = new IntakeOutcome.Rejected(550, "5.7.1", "The sender's domain is not served here");
    private static readonly IntakeOutcome Nobody = new IntakeOutcome.Rejected(550, "5.6.0", "The message inside names no sender");
    private static readonly IntakeOutcome Loop = new IntakeOutcome.Rejected(550, "5.4.6", "The portal's own mail is not delivered here");

    [Theory]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("alice@EXAMPLE.com")]
    [InlineData("=?utf-8?Q?Alice_=C3=84?= <alice@example.com>, <bob@example.com>")]
    public async Task A_domain_that_is_served_may_write(string from) => await DeliverAsync(Originals.Fresh(from: from));

    [Theory]
    [InlineData("Mallory <mallory@example.net>")]
    [InlineData("Alice <alice@example.com>, The boss <boss@elsewhere.example>")]
    [InlineData("\"alice@example.com\" <mallory@example.net>")]
    [InlineData("mallory@sub.example.com")]
    [InlineData("mallory@notexample.com")]
    [InlineData("mallory@example.com.example.net")]
    public async Task Another_domain_is_refused_and_nothing_is_kept(string from) => await RefusedAsync(Originals.Fresh(from: from), Foreign);

    [Theory]
    [InlineData("nobody")]
    [InlineData("undisclosed:;")]
    [InlineData("<>")]
    [InlineData("\"x@example.com\"@example.net")]
    public async Task A_message_without_a_usable_sender_is_refused(string from) => await RefusedAsync(Originals.Fresh(from: from), Nobody);

    [Fact]
    public async Task A_message_without_From_is_refused() =>
        await RefusedAsync(Originals.Wrapped(Originals.Bytes("To: bob@example.org\nSubject: x\n\nDear Bob\n")), Nobody);

    [Fact]
    public async Task Two_From_fields_name_no_sender() =>
        await RefusedAsync(Originals.Fresh("From: Mallory <mallory@example.com>\n"), Nobody);

    [Fact]
    public async Task The_portals_own_mail_comes_back_to_nobody() =>
        await RefusedAsync(Originals.Fresh(from: "Secure mail <portal@example.com>"), Loop);

    [Fact]
    public async Task What_comes_back_on_the_portals_own_mail_makes_no_new_one()
    {
        var outcomes = await SendAsync(Originals.Fresh(from: "MAILER-DAEMON@example.com"), "portal@example.com", "bob@example.org");
        Assert.Equal([Loop, new IntakeOutcome.Accepted()], outcomes);
        Assert.DoesNotContain(await Portal.OutboxAsync(), entry => entry.Json.Contains("\"To\":\"portal@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task A_mail_that_goes_in_a_circle_is_refused(int hops, bool taken)
    {
        var received = string.Concat(Enumerable.Range(1, hops).Select(i => $"Received: from a.example by b.example; {i}\n"));
        byte[] mail = [.. Originals.Bytes(received).Where(b => b != '\r'), .. await WrapAsync(Originals.Fresh())];
        var outcome = Assert.Single(await Portal.AcceptAsync(mail));
        Assert.Equal(taken ? new IntakeOutcome.Accepted() : new IntakeOutcome.Rejected(554, "5.4.6", "Too many hops: the mail goes in a circle"), outcome);
        Assert.Equal(taken ? 1 : 0, Kept.Files(Portal).Count);
    }

    [Fact]
    public async Task A_null_reverse_path_is_delivered_like_any_other()
    {
        var mail = await WrapAsync(Originals.Fresh());
        var outcomes = await Portal.HandOverAsync(mail, "", "bob@example.org");
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(outcomes));
        Assert.Equal([OutboxKind.InitialPassword, OutboxKind.Notice], (await Portal.OutboxAsync()).Select(entry => entry.Kind).OrderDescending());
    }

    [Fact]
    public async Task The_notice_names_who_the_signed_content_names()
    {
        await DeliverAsync(Originals.Fresh(from: "Alice Example <alice@example.com>"));
        var notice = Assert.Single(await Portal.OutboxAsync(), entry => entry.Kind == OutboxKind.Notice);
        Assert.Contains("\"SenderAddress\":\"alice@example.com\"", notice.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway", notice.Json, StringComparison.OrdinalIgnoreCase);
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        Assert.Equal("Alice Example", AddressList.Parse(message.Outline.Header("From"))[0].Name);
    }

    private async Task RefusedAsync(byte[] entity, IntakeOutcome expected)
    {
        var before = await Kept.ByAsync(Portal);
        Assert.Equal([expected, expected], await SendAsync(entity, "bob@example.org", "carol@example.org"));
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }
}
