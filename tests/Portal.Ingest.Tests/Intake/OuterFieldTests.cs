using System.Text;
using Portal.Core.Mime;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Header fields outside the signature: anybody on the way can write them, so they count only where the operator said so.</summary>
public abstract class OuterFieldTests(bool trusted) : OfficeTests(trusted)
{
    // An entity as some gateways sign it: the body alone, its headers left outside.
    private protected static byte[] Bare { get; } = Originals.Bytes("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße\n");

    private protected async Task<byte[]> OutsideAsync(byte[] entity, string fields)
    {
        var lines = Encoding.UTF8.GetString(await WrapAsync(entity)).Split('\n');
        return Encoding.UTF8.GetBytes(fields + string.Join('\n', lines.SkipWhile(line => !line.StartsWith("MIME-Version", StringComparison.OrdinalIgnoreCase))));
    }

    private protected async Task<Outline> OutlineAsync()
    {
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        return message.Outline;
    }
}

public sealed class UntrustedOuterFieldTests() : OuterFieldTests(trusted: false)
{
    [Fact]
    public async Task They_never_count_without_the_operators_word()
    {
        var mail = await OutsideAsync(Bare, "From: Mallory <mallory@example.net>\nSubject: Outside\n");
        Assert.Equal([new IntakeOutcome.Rejected(550, "5.6.0", "The message inside names no sender")], await Portal.AcceptAsync(mail));
        Assert.Empty(Kept.Files(Portal));
    }

    [Fact]
    public async Task They_change_nothing_of_a_message_that_has_its_own()
    {
        var mail = await OutsideAsync(Originals.Fresh(), "From: Mallory <mallory@example.net>\nSubject: Outside\nReply-To: mallory@example.net\nX-Portal-Mobile: 1\n");
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(mail)));
        var outline = await OutlineAsync();
        Assert.Equal("Alice Example <alice@example.com>", outline.Header("From"));
        Assert.Equal("Your contract", outline.Header("Subject"));
        Assert.Null(outline.Header("Reply-To"));
    }
}

public sealed class TrustedOuterFieldTests() : OuterFieldTests(trusted: true)
{
    [Fact]
    public async Task They_are_put_in_where_the_inside_has_none()
    {
        var mail = await OutsideAsync(Bare, "Received: by somewhere\nFrom: =?utf-8?Q?J=C3=BCrg?= <juerg@example.com>\nTo: bob@example.org\nSubject: Folded\n over lines\nX-Other: no\n");
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(mail)));
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        await using var original = message.OpenOriginal();
        using var reader = new StreamReader(original);
        var text = await reader.ReadToEndAsync();
        Assert.Equal(
            "From: =?utf-8?Q?J=C3=BCrg?= <juerg@example.com>\r\nTo: bob@example.org\r\nSubject: Folded over lines\r\n" + Encoding.UTF8.GetString(Bare), text);
    }

    [Fact]
    public async Task The_same_text_with_other_outer_fields_is_another_mail()
    {
        string[] fields =
        [
            "From: alice@example.com\nSubject: First\nMessage-ID: <1@example.com>\n",
            "From: carol@example.com\nSubject: First\nMessage-ID: <1@example.com>\n",
            "From: alice@example.com\nSubject: Second\nMessage-ID: <1@example.com>\n",
            "From: alice@example.com\nSubject: First\nMessage-ID: <2@example.com>\n",
        ];
        foreach (var some in fields.Append(fields[0]))
        {
            Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(await OutsideAsync(Bare, some))));
        }

        Assert.Equal(fields.Length, (await Portal.ReadAsync("bob@example.org")).Count);
    }

    [Fact]
    public async Task A_message_remembers_that_it_has_some()
    {
        await Portal.AcceptAsync(await OutsideAsync(Bare, "From: alice@example.com\nSubject: First\n"));
        Assert.True((await OutlineAsync()).HasOuterFields);
    }

    [Fact]
    public async Task A_message_that_needed_none_has_none()
    {
        await Portal.AcceptAsync(await OutsideAsync(Originals.Fresh(), "Date: Sun, 22 Nov 2026 10:00:00 +0000\n"));
        Assert.False((await OutlineAsync()).HasOuterFields);
    }

    [Fact]
    public async Task What_the_inside_has_is_never_replaced()
    {
        var mail = await OutsideAsync(Originals.Fresh(), "From: Mallory <mallory@example.net>\nSubject: Outside\nCc: carol@example.com\n");
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(mail)));
        var outline = await OutlineAsync();
        Assert.Equal("Alice Example <alice@example.com>", Assert.Single(outline.Headers, h => h.Is("From")).Value);
        Assert.Equal("Your contract", Assert.Single(outline.Headers, h => h.Is("Subject")).Value);
        Assert.Equal("carol@example.com", outline.Header("Cc"));
        Assert.Contains("alice@example.com", (await Portal.OutboxAsync())[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_never_steer_the_portal()
    {
        var mail = await OutsideAsync(Bare, "From: juerg@example.com\nX-Portal-Mobile: +41791234567\n");
        Assert.IsType<IntakeOutcome.Accepted>(Assert.Single(await Portal.AcceptAsync(mail)));
        Assert.Null((await OutlineAsync()).Header("X-Portal-Mobile"));
    }
}
