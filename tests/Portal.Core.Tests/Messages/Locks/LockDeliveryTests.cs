using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Export;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Search;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Locks;

/// <summary>A locked message opens for nobody, by whatever way, and opens again afterwards.</summary>
public sealed class LockDeliveryTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Guid _message;
    private Guid _delivery;
    private UnlockedMailbox _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        var post = new Post(_installation);
        _message = await post.DeliverAsync(Post.Mail("Contract", "the thirteenth lighthouse"), Post.Anna, Post.Bert);
        _delivery = await post.DeliveryAsync(_message);
        _anna = await post.UnlockAsync(Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_locked_message_opens_for_nobody_by_no_way()
    {
        Assert.True(await LockAsync(DeliveryLock.Sender));

        Assert.Null(await _installation.Get<OpenMessage>().OpenAsync([_anna], _delivery, default));
        Assert.Equal(DeliveryLock.Sender, await _installation.Get<OpenMessage>().LockOfAsync([_anna], _delivery, default));
        var row = Assert.Single((await _installation.Get<ListMessages>().PageAsync([_anna], DeliveryFolder.Inbox, null, null, default)).Rows);
        Assert.Equal((true, null), (row.Locked, row.Summary));
        Assert.Empty((await _installation.Get<SearchMessages>().FindAsync([_anna], SearchWords.Parse("lighthouse")!, SearchMark.Start, default))!.Rows);
        Assert.Empty((await _installation.Get<SearchMessages>().FindAsync([_anna], SearchWords.Parse("Contract")!, SearchMark.Start, default))!.Rows);
        var mbox = new MemoryStream();
        Assert.Equal(0, (await _installation.Get<ExportMails>().WriteAsync(_anna, mbox, default)).Written);
        Assert.Equal(0, mbox.Length);
        Assert.False(await _installation.Get<MarkRead>().MarkAsync([_anna], _delivery, default));
        Assert.False(await _installation.Get<MarkRead>().IsMarkedAsync([_anna], _delivery, default));
        Assert.Null(await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == _delivery).Select(d => d.ReadAt).SingleAsync()));
    }

    [Fact]
    public async Task A_sender_locks_and_unlocks_it_so_often_and_no_more()
    {
        var locks = _installation.Get<LockDelivery>();
        for (var i = 0; i < LockDelivery.Most / 2; i++)
        {
            Assert.True(await LockAsync(DeliveryLock.Sender));
            Assert.True(await locks.UnlockAsync(_message, _delivery, DeliveryLock.Sender, default));
        }

        Assert.False(await LockAsync(DeliveryLock.Sender));
        Assert.True(await LockAsync(DeliveryLock.Administrator));
    }

    [Fact]
    public async Task What_was_opened_just_before_the_lock_is_not_sent()
    {
        using var opened = await _installation.Get<OpenMessage>().OpenAsync([_anna], _delivery, default);
        await LockAsync(DeliveryLock.Sender);

        Assert.False(await _installation.Get<RecordDownload>().RunAsync([_anna], opened!, "original", default, default));
        await _installation.Get<LockDelivery>().UnlockAsync(_message, _delivery, DeliveryLock.Sender, default);
        Assert.True(await _installation.Get<RecordDownload>().RunAsync([_anna], opened!, "original", default, default));
    }

    [Fact]
    public async Task Who_else_got_it_and_who_has_nothing_notices_nothing()
    {
        await LockAsync(DeliveryLock.Sender);
        var post = new Post(_installation);
        var bert = await post.UnlockAsync(Post.Bert);
        (await _installation.Get<OpenMessage>().OpenAsync([bert], await post.DeliveryAsync(_message, Post.Bert), default))!.Dispose();
        Assert.Null(await _installation.Get<OpenMessage>().LockOfAsync([bert], _delivery, default));
    }

    [Theory]
    [InlineData(DeliveryLock.Sender, DeliveryLock.Sender, true)]
    [InlineData(DeliveryLock.Recipient, DeliveryLock.Sender, true)]
    [InlineData(DeliveryLock.Administrator, DeliveryLock.Sender, false)]
    [InlineData(DeliveryLock.Administrator, DeliveryLock.Administrator, true)]
    [InlineData(DeliveryLock.Recipient, DeliveryLock.Recipient, false)]
    [InlineData(DeliveryLock.Sender, DeliveryLock.Recipient, false)]
    public async Task The_sender_undoes_all_but_an_operators_lock_and_a_recipient_none(DeliveryLock by, DeliveryLock who, bool undone)
    {
        await LockAsync(by);
        Assert.Equal(undone, await _installation.Get<LockDelivery>().UnlockAsync(_message, _delivery, who, default));
        using var opened = await _installation.Get<OpenMessage>().OpenAsync([_anna], _delivery, default);
        Assert.Equal(undone, opened is not null);
    }

    [Fact]
    public async Task An_operators_lock_takes_the_place_of_the_senders_and_no_other_does()
    {
        Assert.True(await LockAsync(DeliveryLock.Sender));
        Assert.False(await LockAsync(DeliveryLock.Sender));
        Assert.False(await LockAsync(DeliveryLock.Recipient));
        Assert.True(await LockAsync(DeliveryLock.Administrator));
        Assert.False(await _installation.Get<LockDelivery>().LockAsync(Guid.NewGuid(), _delivery, DeliveryLock.Administrator, default)); // another message's
        Assert.True(await _installation.Get<LockDelivery>().UnlockAsync(_message, _delivery, DeliveryLock.Administrator, default));
        Assert.False(await _installation.Get<LockDelivery>().UnlockAsync(_message, _delivery, DeliveryLock.Administrator, default));

        var chain = await _installation.Get<ReadEvidence>().OfAsync(_message, default);
        Assert.True(chain.Intact);
        Assert.Equal(
            [(MessageEventKind.Locked, "Sender"), (MessageEventKind.Locked, "Administrator"), (MessageEventKind.Unlocked, "Administrator")],
            chain.Links.Where(l => l.Event.DeliveryId == _delivery).Skip(1).Select(l => (l.Event.Kind, l.Event.Facts["by"])));
    }

    private Task<bool> LockAsync(DeliveryLock by) => _installation.Get<LockDelivery>().LockAsync(_message, _delivery, by, default);
}
