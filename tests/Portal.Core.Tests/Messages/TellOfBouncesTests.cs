using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class TellOfBouncesTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_sender_is_told_once_whom_nobody_reached_and_has_a_link_of_his_own()
    {
        var message = await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna, Post.Bert);
        await BounceAsync(message, Post.Bert);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TellAsync()));
        await TellAsync();

        var told = Assert.Single(await ToldAsync());
        Assert.Equal(("sam@sender.example", Post.Bert, "5.2.2", "en"), (told.To, told.RecipientAddress, told.Status, told.Language));
        var link = await _installation.Get<FindSenderLink>().FindAsync(told.SenderToken, CancellationToken.None);
        Assert.Equal(Post.Bert, link!.Address);
        Assert.Equal(message, await _installation.QueryAsync(db => db.SenderLinks.Where(l => l.MailboxId == link.MailboxId)
            .OrderByDescending(l => l.ExpiresAt).Select(l => l.MessageId).FirstAsync()));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.BounceToldAt != null)));
    }

    [Fact]
    public async Task A_machine_is_never_told()
    {
        var message = await _post.DeliverAsync("Auto-Submitted: auto-generated\r\n" + Post.Mail("Nightly figures"), Post.Anna);
        await BounceAsync(message, Post.Anna);
        await TellAsync();
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task A_damaged_row_keeps_nobody_waiting()
    {
        var (damaged, good) = (await _post.DeliverAsync(Post.Mail("One"), Post.Anna), await _post.DeliverAsync(Post.Mail("Two"), Post.Bert));
        await BounceAsync(damaged, Post.Anna);
        await BounceAsync(good, Post.Bert);
        await _installation.QueryAsync(db => db.Messages.Where(m => m.Id == damaged)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Sender, new byte[] { 1, 2, 3 })));
        await TellAsync();
        Assert.Equal(Post.Bert, Assert.Single(await ToldAsync()).RecipientAddress);
    }

    private Task TellAsync() => _installation.Get<TellOfBounces>().RunAsync(CancellationToken.None);

    private async Task BounceAsync(Guid message, string address) => Assert.True(await _installation.Get<RecordBounce>().RunAsync(
        await _post.DeliveryAsync(message, address), new DeliveryReport(ReportedAction.Failed, "5.2.2"), CancellationToken.None));

    private async Task<IReadOnlyList<NoticeFailedPayload>> ToldAsync()
    {
        var entries = await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.NoticeFailed).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(
            VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), OutboxJson.Default.NoticeFailedPayload)!)];
    }
}
