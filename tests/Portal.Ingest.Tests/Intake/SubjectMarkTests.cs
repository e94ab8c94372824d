using System.Text;
using System.Text.Json;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Marks in a subject steer where the gateway signed them, and no reader finds them.</summary>
public sealed class SubjectMarkTests() : OfficeTests(outerHeaders: true, settings:
[
    ("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example/"), ("Sms:Http:Body", "{number}{text}"),
    ("Tenants:default:InitialPasswordOverride", "Any"),
])
{
    [Fact]
    public async Task A_number_sends_the_initial_password_by_SMS_and_is_taken_out()
    {
        await DeliverAsync(Originals.Wrapped(Marked("Contract [sms:0041791234567]")));

        var outbox = await Portal.OutboxAsync();
        var sms = JsonDocument.Parse(Assert.Single(outbox, entry => entry.Kind == OutboxKind.Sms).Json).RootElement;
        Assert.Equal("+41791234567", sms.GetProperty("Number").GetString());
        Assert.DoesNotContain(outbox, entry => entry.Kind == OutboxKind.InitialPassword);
        Assert.Equal(Marked("Contract"), await OriginalAsync());
    }

    [Fact]
    public async Task The_mark_for_none_sends_none()
    {
        await DeliverAsync(Originals.Wrapped(Marked("[emptypw] Contract")));
        var notice = JsonDocument.Parse(Assert.Single(await Portal.OutboxAsync()).Json).RootElement;
        Assert.Equal((int)Core.InitialPasswordChannel.None, notice.GetProperty("Channel").GetInt32());
        Assert.Equal(Marked("Contract"), await OriginalAsync());
    }

    [Fact]
    public async Task Marks_of_protected_headers_go_too()
    {
        var marked = Encoding.UTF8.GetString(Originals.Protected).Replace("Subject: Protected", "Subject: Protected [emptypw]", StringComparison.Ordinal);
        await DeliverAsync(Encoding.UTF8.GetBytes(marked));
        Assert.Equal(Originals.Protected, await OriginalAsync());
        Assert.Single(await Portal.OutboxAsync());
    }

    [Fact]
    public async Task Outside_the_signature_they_steer_nothing_and_stay()
    {
        var inside = Originals.Bytes("From: alice@example.com\nTo: bob@example.org\nContent-Type: text/plain\n\nHello\n");
        var mail = await WrapAsync(Originals.Wrapped(inside));
        await Portal.AcceptAsync([.. Originals.Bytes("X-Portal-Initial-Password: none\nSubject: Outer [emptypw] [sms:+41791234567]\n"), .. mail]);

        var outbox = await Portal.OutboxAsync();
        Assert.Single(outbox, entry => entry.Kind == OutboxKind.InitialPassword);
        Assert.DoesNotContain(outbox, entry => entry.Kind == OutboxKind.Sms);
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        Assert.Equal("Outer [emptypw] [sms:+41791234567]", message.Outline.Header("Subject"));
    }

    private static byte[] Marked(string subject) => Originals.Bytes($"From: alice@example.com\nTo: bob@example.org\nSubject: {subject}\n\nHello\n");

    private async Task<byte[]> OriginalAsync()
    {
        using var message = Assert.Single(await Portal.ReadAsync("bob@example.org"));
        using var copy = new MemoryStream();
        await using var original = message.OpenOriginal();
        await original.CopyToAsync(copy);
        return copy.ToArray();
    }
}
