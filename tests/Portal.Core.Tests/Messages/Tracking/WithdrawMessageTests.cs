using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Tracking;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Messages.Tracking;

public sealed class WithdrawMessageTests : SentBench
{
    [Fact]
    public async Task It_goes_for_good_with_its_notices_and_invitation_and_others_keep_it()
    {
        Assert.True(await WithdrawAsync());
        Assert.False(await WithdrawAsync());

        Assert.Equal([Post.Bert], await Installation.QueryAsync(db => db.Deliveries.Join(db.Mailboxes, d => d.MailboxId, m => m.Id, (_, m) => m.Address).ToListAsync()));
        Assert.Equal((1, 1, 1), await Installation.QueryAsync(async db =>
            (await db.Notices.CountAsync(), await db.Outbox.CountAsync(o => o.Kind == OutboxKind.Notice), await db.InitialPasswords.CountAsync())));
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Withdrawn], await KindsAsync());
        Assert.True(File.Exists(Post.BlobPath(Message)));
        Assert.Null(await Installation.Get<OpenMessage>().OpenAsync([Anna], Delivery, default));
    }

    [Fact]
    public async Task From_the_last_one_the_bytes_go_too_and_the_mail_handed_in_again_does_not_come_back()
    {
        await WithdrawAsync();
        await Installation.Get<WithdrawMessage>().RunAsync(Message, await Post.DeliveryAsync(Message, Post.Bert), default);
        Assert.False(File.Exists(Post.BlobPath(Message)));

        using var again = await Post.SealAsync(Post.Mail("Contract"));
        var incoming = await Post.IncomingAsync(again, Post.Anna);
        await Installation.Get<SaveMessage>().SaveAsync(
            incoming with { ContentDigest = System.Security.Cryptography.SHA256.HashData(Message.ToByteArray()) }, default);
        Assert.Equal(0, await Installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    [Fact]
    public async Task What_was_opened_fetched_held_locked_by_an_operator_or_is_anothers_stays()
    {
        Assert.False(await Installation.Get<WithdrawMessage>().RunAsync(Guid.NewGuid(), Delivery, default));
        DateTimeOffset? now = Installation.Clock.GetUtcNow();
        await Installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.HeldAt, now)));
        Assert.False((await RecipientAsync()).MayWithdraw);
        Assert.False(await WithdrawAsync());
        await Installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.HeldAt, (DateTimeOffset?)null)));

        await Installation.Get<LockDelivery>().LockAsync(Message, Delivery, DeliveryLock.Administrator, default);
        Assert.False((await RecipientAsync()).MayWithdraw);
        Assert.False(await WithdrawAsync());
        await Installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, (DateTimeOffset?)null)));

        using (var opened = await Installation.Get<OpenMessage>().OpenAsync([Anna], Delivery, default))
        {
            await Installation.Get<RecordDownload>().RunAsync([Anna], opened!, "original", default, default);
        }

        Assert.False(await WithdrawAsync());
        Assert.Equal(0, await Installation.QueryAsync(db => db.DeletedDeliveries.CountAsync()));
        Assert.Equal(2, await Installation.QueryAsync(db => db.Deliveries.CountAsync()));
    }

    // One of the two happens, and the chain says which.
    [Fact]
    public async Task Between_an_opening_and_a_withdrawal_one_statement_decides()
    {
        for (var i = 0; i < 20; i++)
        {
            var message = await Post.DeliverAsync(Post.Mail($"Mail {i}"), Post.Anna);
            var delivery = await Post.DeliveryAsync(message);
            var results = await Task.WhenAll(
                Task.Run(() => Installation.Get<MarkRead>().MarkAsync([Anna], delivery, default, default)),
                Task.Run(() => Installation.Get<WithdrawMessage>().RunAsync(message, delivery, default)));
            Assert.Single(results, true);
            var last = await Installation.QueryAsync(db => db.MessageEvents.Where(e => e.MessageId == message).OrderBy(e => e.Sequence).Select(e => e.Kind).LastAsync());
            Assert.Equal(results[0] ? MessageEventKind.Opened : MessageEventKind.Withdrawn, last);
            Assert.Equal(results[0], await Installation.Get<MarkRead>().IsMarkedAsync([Anna], delivery, default));
        }
    }

    private Task<bool> WithdrawAsync() => Installation.Get<WithdrawMessage>().RunAsync(Message, Delivery, default);
}
