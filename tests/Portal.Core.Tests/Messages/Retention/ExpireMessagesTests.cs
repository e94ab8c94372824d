using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Messages;
using Portal.Core.Messages.Retention;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Retention;

public sealed class ExpireMessagesTests : IAsyncLifetime
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task What_is_over_is_gone_with_keys_and_bytes_and_the_sender_hears_of_what_was_unread()
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna, Post.Bert);
        var anna = await _post.UnlockAsync(Post.Anna);
        using var key = anna.Key;
        await _installation.Get<MarkRead>().MarkAsync([anna], await _post.DeliveryAsync(message), CancellationToken.None);
        _installation.Clock.Move(Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await RunAsync());

        _installation.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());

        Assert.Equal((0, 0, 0), await _installation.QueryAsync(async db =>
            (await db.Messages.CountAsync(), await db.Deliveries.CountAsync(), await db.Notices.CountAsync())));
        Assert.False(File.Exists(_post.BlobPath(message)));
        var told = Assert.Single(await ToldAsync());
        Assert.Equal(("sam@sender.example", Post.Bert), (told.To, told.RecipientAddress));
        var chain = await _installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);
        Assert.True(chain.Intact);
        Assert.Equal(
            [(Post.Anna, "yes"), (Post.Bert, "no")],
            chain.Links.Where(l => l.Event.Kind == MessageEventKind.Expired).Select(l => (l.Event.Recipient, l.Event.Facts["read"])).Order());
    }

    [Fact]
    public async Task The_same_mail_handed_in_again_does_not_come_back()
    {
        using var message = await _post.SealAsync("X-Portal-Expires: 1d\r\n" + Post.Mail("Offer"));
        var incoming = await _post.IncomingAsync(message, Post.Anna);
        await _installation.Get<SaveMessage>().SaveAsync(incoming, CancellationToken.None);
        _installation.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await RunAsync());

        using var again = await _post.SealAsync(Post.Mail("Offer"));
        await _installation.Get<SaveMessage>().SaveAsync(incoming with { Message = again }, CancellationToken.None);

        Assert.Equal(0, await _installation.QueryAsync(db => db.Messages.CountAsync()));
    }

    [Fact]
    public async Task Held_messages_and_those_of_an_older_version_stay()
    {
        var held = await _post.DeliverAsync(Post.Mail("Held"), Post.Anna);
        await _installation.Get<HoldMessage>().HoldAsync(held, new("root", "court"), CancellationToken.None);
        var old = await _post.DeliverAsync(Post.Mail("Old"), Post.Anna);
        await _installation.QueryAsync(db => db.Messages.Where(m => m.Id == old).ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, (DateTimeOffset?)null)));
        _installation.Clock.Move(10 * Lifetime);

        Assert.Equal(0, await RunAsync());

        await _installation.Get<HoldMessage>().ReleaseAsync(held, new("root", ""), CancellationToken.None);
        Assert.Equal(0, await RunAsync()); // its readers are told first
        _installation.Clock.Move(TimeSpan.FromDays(7));
        Assert.Equal(1, await RunAsync());
        Assert.Equal(old, await _installation.QueryAsync(db => db.Messages.Select(m => m.Id).SingleAsync()));
    }

    [Fact]
    public async Task An_operator_gives_messages_of_an_older_version_an_end_counted_from_now()
    {
        await _post.DeliverAsync(Post.Mail("Old"), Post.Anna);
        await _installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, (DateTimeOffset?)null)));
        await _post.DeliverAsync("X-Portal-Expires: 2d\r\n" + Post.Mail("New"), Post.Anna);
        _installation.Clock.Move(10 * Lifetime);
        Assert.Equal(1, await RunAsync());

        Assert.Equal(1, await _installation.Get<EndOldMessages>().RunAsync(CancellationToken.None));

        Assert.Equal(0, await RunAsync());
        Assert.Equal(_installation.Clock.GetUtcNow() + Lifetime, await _installation.QueryAsync(db => db.Messages.Select(m => m.ExpiresAt).SingleAsync()));
        await using var endless = await Installation.StartAsync(settings: ("Tenants:default:Retention", "00:00:00"));
        Assert.Null(await endless.Get<EndOldMessages>().RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Machines_and_damaged_rows_are_told_nothing_and_go_all_the_same()
    {
        await _post.DeliverAsync("Auto-Submitted: auto-generated\r\n" + Post.Mail("Statement"), Post.Anna);
        var damaged = await _post.DeliverAsync(Post.Mail("Damaged"), Post.Anna);
        await _installation.QueryAsync(db => db.Messages.Where(m => m.Id == damaged).ExecuteUpdateAsync(set => set.SetProperty(m => m.Sender, new byte[] { 1, 2, 3 })));
        _installation.Clock.Move(Lifetime);

        Assert.Equal(2, await RunAsync());
        Assert.Empty(await ToldAsync());
    }

    [Fact]
    public async Task More_than_a_batch_goes_at_once_though_several_processes_do_it()
    {
        for (var n = 0; n < 230; n++)
        {
            using var message = await Post.WithoutBlobAsync(Post.Mail("Hello"));
            await _post.SaveAsync(message, Post.Anna);
        }

        _installation.Clock.Move(Lifetime);
        var deleted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(RunAsync)));
        await RunAsync();

        Assert.Equal(0, await _installation.QueryAsync(db => db.Messages.CountAsync()));
        Assert.InRange(deleted.Sum(), 1, 230);
        Assert.Equal(230, (await ToldAsync()).Count);
    }

    private Task<int> RunAsync() => _installation.Get<ExpireMessages>().RunAsync(CancellationToken.None);

    private Task<IReadOnlyList<ExpiredPayload>> ToldAsync() => OpenedOutbox.OfAsync(_installation, OutboxKind.Expired, OutboxJson.Default.ExpiredPayload);
}
