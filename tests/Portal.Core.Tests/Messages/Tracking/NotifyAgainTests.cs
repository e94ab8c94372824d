using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Retention;
using Portal.Core.Messages.Tracking;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Xunit;

namespace Portal.Core.Tests.Messages.Tracking;

public sealed class NotifyAgainTests : SentBench
{
    [Fact]
    public async Task A_new_notice_leaves_under_a_link_of_its_own()
    {
        Assert.IsType<NotifyAgainOutcome.Sent>(await NotifyAsync());

        var entry = await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == OutboxKind.Notice).OrderBy(o => o.CreatedAt).LastAsync());
        var notice = JsonSerializer.Deserialize(
            VaultBox.Open(Installation.Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box), OutboxJson.Default.NoticePayload)!;
        Assert.Equal(
            (Post.Anna, Sam, true, true, false, (Guid?)Delivery),
            (notice.To, notice.SenderAddress, notice.Reminder, notice.Invited, notice.InvitedEarlier, entry.DeliveryId));
        Assert.Equal(Delivery, (await Installation.Get<FindNotice>().FindAsync(notice.Token, default))!.DeliveryId);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.NotifiedAgain], await KindsAsync());
    }

    [Fact]
    public async Task A_notice_that_came_back_is_forgotten_with_the_next_one_which_may_come_back_too()
    {
        var record = Installation.Get<RecordBounce>();
        await record.RunAsync(Delivery, new DeliveryReport(ReportedAction.Failed, "5.1.1"), default);
        Assert.Equal(SentState.NoticeFailed, Assert.Single((await SentAsync()).Recipients, r => r.DeliveryId == Delivery).State);

        Assert.IsType<NotifyAgainOutcome.Sent>(await NotifyAsync());
        Assert.Equal(SentState.Notified, Assert.Single((await SentAsync()).Recipients, r => r.DeliveryId == Delivery).State);
        await record.RunAsync(Delivery, new DeliveryReport(ReportedAction.Failed, "5.2.2"), default);

        Assert.Equal("5.2.2", await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == Delivery).Select(d => d.BounceStatus).SingleAsync()));
        Assert.Equal(SentState.NoticeFailed, Assert.Single((await SentAsync()).Recipients, r => r.DeliveryId == Delivery).State);
    }

    [Fact]
    public async Task Where_the_invitation_has_ended_another_initial_password_comes_first()
    {
        Installation.Clock.Move(TimeSpan.FromDays(31));
        Assert.IsType<NotifyAgainOutcome.Ended>(await NotifyAsync());
    }

    [Fact]
    public async Task Once_in_ten_minutes_and_five_times_in_all_for_each_recipient()
    {
        for (var i = 0; i < NotifyAgain.Most; i++)
        {
            Assert.IsType<NotifyAgainOutcome.Sent>(await NotifyAsync());
            Installation.Clock.Move(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
            Assert.True(await NotifyAsync() is NotifyAgainOutcome.TooSoon or NotifyAgainOutcome.TooMany);
            Installation.Clock.Move(TimeSpan.FromSeconds(1));
        }

        Assert.IsType<NotifyAgainOutcome.TooMany>(await NotifyAsync());
        Assert.IsType<NotifyAgainOutcome.Sent>(
            await Installation.Get<NotifyAgain>().RunAsync(Message, await Post.DeliveryAsync(Message, Post.Bert), default));
        Assert.Equal(2 + NotifyAgain.Most + 1, await CountAsync(OutboxKind.Notice));
    }

    [Fact]
    public async Task Of_many_at_once_one_leaves()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(NotifyAsync)));
        Assert.Single(outcomes.OfType<NotifyAgainOutcome.Sent>());
        Assert.Equal(3, await CountAsync(OutboxKind.Notice));
    }

    [Fact]
    public async Task Nobody_is_notified_of_what_was_opened_or_is_locked_or_against_his_own_choice()
    {
        await Installation.Get<LockDelivery>().LockAsync(Message, Delivery, DeliveryLock.Sender, default);
        Assert.IsType<NotifyAgainOutcome.NotNeeded>(await NotifyAsync());
        await Installation.Get<LockDelivery>().UnlockAsync(Message, Delivery, DeliveryLock.Sender, default);

        var invitation = (await Invitation.PasswordsAsync(Installation)).Single(p => p.RecipientAddress == Post.Anna).InitialPassword;
        var again = await Invitation.SendAsync(Installation, Post.Anna);
        await Installation.Get<RegisterAccount>().RegisterAsync(again.Request(initialPassword: invitation), default);
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Notices, NoticeChoice.None)));
        Assert.False((await RecipientAsync()).MayNotify);
        Assert.IsType<NotifyAgainOutcome.NotNeeded>(await NotifyAsync());
        await Installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Notices, NoticeChoice.AtOnce)));
        Assert.IsType<NotifyAgainOutcome.Sent>(await NotifyAsync());
        await OpenAsync();
        Installation.Clock.Move(TimeSpan.FromHours(1));
        Assert.IsType<NotifyAgainOutcome.NotNeeded>(await NotifyAsync());
        Assert.IsType<NotifyAgainOutcome.NotNeeded>(await Installation.Get<NotifyAgain>().RunAsync(Guid.NewGuid(), Delivery, default));
    }

    [Fact]
    public async Task Another_initial_password_for_any_recipient_comes_to_the_sender_by_the_same_rules_and_is_told()
    {
        var renew = Installation.Get<RenewInvitation>();
        Assert.IsType<RenewOutcome.Sent>(await renew.ForMessageAsync(Message, Delivery, default));
        Assert.IsType<RenewOutcome.TooSoon>(await renew.ForMessageAsync(Message, Delivery, default));
        Assert.IsType<RenewOutcome.Sent>(await renew.ForMessageAsync(Message, await Post.DeliveryAsync(Message, Post.Bert), default));
        Assert.IsType<RenewOutcome.Unknown>(await renew.ForMessageAsync(Guid.NewGuid(), Delivery, default));

        Assert.Equal([(Sam, Post.Anna), (Sam, Post.Bert)], (await Invitation.PasswordsAsync(Installation)).Skip(2).Select(p => (p.To, p.RecipientAddress)));
        Assert.Equal([MessageEventKind.Received, MessageEventKind.InitialPasswordAgain], await KindsAsync());
    }

    [Fact]
    public async Task A_message_that_would_go_is_kept_longer_as_often_as_the_tenant_lets()
    {
        var extend = Installation.Get<ExtendMessage>();
        Assert.False((await SentAsync()).MayExtend); // it came only just now
        Assert.Null(await extend.BySenderAsync(Message, default));
        for (var time = 0; time < 3; time++)
        {
            Installation.Clock.Move(TimeSpan.FromDays(10));
            Assert.True((await SentAsync()).MayExtend);
            Assert.Equal(Installation.Clock.GetUtcNow().AddDays(180), await extend.BySenderAsync(Message, default));
        }

        Installation.Clock.Move(TimeSpan.FromDays(10));
        Assert.False((await SentAsync()).MayExtend);
        Assert.Null(await extend.BySenderAsync(Message, default));
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Extended, MessageEventKind.Extended, MessageEventKind.Extended], await KindsAsync());
    }

    private Task<NotifyAgainOutcome> NotifyAsync() => Installation.Get<NotifyAgain>().RunAsync(Message, Delivery, default);
}
