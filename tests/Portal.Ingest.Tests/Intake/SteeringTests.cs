using Portal.Core.Messages;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Header fields by which a gateway steers the portal are for the portal: no reader finds them.</summary>
public sealed class SteeringTests : OfficeTests
{
    private const string Fields =
        "X-Portal-Mobile: +41791234567\nx-portal-initial-password: sms\nX-Portal-Folded: one\n two\n\tthree\nX-Keep: mine\nX-ESWmail-Noreply: yes\nX-ESWmail-LFM: yes\n";

    [Fact]
    public async Task They_are_taken_out_of_a_wrapped_original()
    {
        await DeliverAsync(Originals.Wrapped(Originals.Plain(Fields)));
        Assert.Equal(Originals.Plain("X-Keep: mine\n"), await OriginalAsync());
    }

    [Fact]
    public async Task They_are_taken_out_of_a_message_with_protected_headers()
    {
        await DeliverAsync([.. Originals.Bytes(Fields), .. Originals.Protected]);
        byte[] expected = [.. Originals.Bytes("X-Keep: mine\n"), .. Originals.Protected];
        Assert.Equal(expected, await OriginalAsync());
    }

    [Fact]
    public async Task Those_of_a_wrapper_go_too()
    {
        await DeliverAsync([.. Originals.Bytes("X-Portal-Mobile: +41791234567\n"), .. Originals.Wrapped(Originals.Plain())]);
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        await using var stored = message.OpenStored();
        using var reader = new StreamReader(stored);
        Assert.DoesNotContain("X-Portal", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(Originals.Plain(), await OriginalAsync());
    }

    [Fact]
    public async Task Those_of_a_mail_that_is_forwarded_inside_stay()
    {
        var forwarded = Originals.Bytes(
            "From: alice@example.com\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\nFrom: carol@example.com\nX-Portal-Mobile: 1\n\nX-Portal-Mobile: in the text\n");
        await DeliverAsync(Originals.Wrapped(forwarded));
        Assert.Equal(forwarded, await OriginalAsync());
    }

    [Fact]
    public async Task Nothing_of_the_first_draft_is_left_behind()
    {
        await DeliverAsync(Originals.Wrapped(Originals.Plain(Fields)));
        Assert.Single(Kept.Files(Portal));
    }

    private async Task<byte[]> OriginalAsync()
    {
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        return await BytesAsync(message);
    }

    private static async Task<byte[]> BytesAsync(OpenedMessage message)
    {
        using var copy = new MemoryStream();
        await using var original = message.OpenOriginal();
        await original.CopyToAsync(copy);
        return copy.ToArray();
    }
}
