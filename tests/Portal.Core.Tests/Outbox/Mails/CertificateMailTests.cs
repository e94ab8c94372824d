using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Mails;

/// <summary>A message that left for its recipient's own certificate and did not arrive: its sender is told, because nothing of it is kept.</summary>
public sealed class CertificateMailTests : IDisposable
{
    private static readonly CertificateMailPayload Mail = new()
    {
        To = "bob@example.net", Size = 0, ContentType = "application/pkcs7-mime", SenderName = "Alice", SenderAddress = "alice@example.com", Language = "de",
    };

    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("550 5.1.1", "5.1.1")]
    [InlineData("550", "550")]
    [InlineData("unknown tenant", "5.0.0")]
    public async Task The_sender_is_told_that_it_did_not_get_there(string reason, string status)
    {
        var told = (await SettleAsync(Mail, new SendOutcome.Refused(reason))).Single(e => e.Kind == OutboxKind.NoticeFailed);
        var payload = System.Text.Json.JsonSerializer.Deserialize(
            Portal.Core.Keys.VaultBox.Open(Samples.Vault, OutboxSealer.Purpose, told.Id, told.Box), OutboxJson.Default.NoticeFailedPayload)!;
        Assert.Equal(("alice@example.com", "bob@example.net", status, null, "en"), (payload.To, payload.RecipientAddress, payload.Status, payload.SenderToken, payload.Language));
        var text = new RawMail(Samples.Compose.Compose(told, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(payload))).Text;
        Assert.Contains("Your message did not get to:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/sent/", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_told_what_will_be_tried_again_or_what_a_machine_sent_or_of_a_code()
    {
        Assert.Single(await SettleAsync(Mail, new SendOutcome.Deferred("timeout")));
        Assert.Single(await SettleAsync(Mail with { Automatic = true }, new SendOutcome.Refused("550")));
        Assert.Single(await SettleAsync(Mail with { SenderAddress = null }, new SendOutcome.Refused("550")));
    }

    private async Task<IReadOnlyList<OutboxEntry>> SettleAsync(CertificateMailPayload mail, SendOutcome outcome)
    {
        var blob = Guid.NewGuid();
        await _database.AddAsync(Samples.Sealer(_clock).Seal(mail, TenantCatalog.Default, blob, Guid.NewGuid()));
        using var process = new OutboxProcess(_database, _clock, new FakeTransport(outcome));
        var claimed = await process.Queue.TurnAsync([], 10, OutboxProcess.Lease, CancellationToken.None);
        await process.Queue.TurnAsync([await process.Send.SendAsync(Assert.Single(claimed), CancellationToken.None)], 0, OutboxProcess.Lease, CancellationToken.None);
        await using var context = _database.CreateDbContext();
        return await context.Outbox.Where(e => e.BlobId == blob || e.Kind == OutboxKind.NoticeFailed).ToListAsync();
    }
}
