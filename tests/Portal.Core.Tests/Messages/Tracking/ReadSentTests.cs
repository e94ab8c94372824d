using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Tracking;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Xunit;

namespace Portal.Core.Tests.Messages.Tracking;

/// <summary>What a sender sees of a message, and of nobody else's.</summary>
public sealed class ReadSentTests : SentBench
{
    [Fact]
    public async Task Each_recipient_stands_where_he_is()
    {
        var sent = await SentAsync();
        Assert.Equal([Post.Anna, Post.Bert], sent.Recipients.Select(r => r.Address));
        Assert.All(sent.Recipients, r => Assert.Equal(
            (SentState.Stored, true, true, true, true, DeliveryLock.None), (r.State, r.MayNotify, r.MayRenew, r.MayWithdraw, r.MayLock, r.MayUnlock)));

        await OpenAsync();
        var anna = await RecipientAsync();
        Assert.Equal((SentState.Opened, false, false, false, true), (anna.State, anna.MayNotify, anna.MayRenew, anna.MayWithdraw, anna.MayLock));
        Assert.Equal(SentState.Stored, (await RecipientAsync(Post.Bert)).State);

        await Installation.Get<LockDelivery>().LockAsync(Message, Delivery, DeliveryLock.Recipient, default);
        anna = await RecipientAsync();
        Assert.Equal((SentState.NotForMe, false, DeliveryLock.Recipient), (anna.State, anna.MayLock, anna.MayUnlock));
    }

    [Fact]
    public async Task What_its_recipient_deleted_is_still_known_and_nothing_can_be_done_with_it()
    {
        await Installation.Get<DeleteMessages>().DeleteAsync([Anna], [Delivery], default);
        var anna = await RecipientAsync();
        Assert.Equal((SentState.Deleted, false, false, false, false), (anna.State, anna.MayNotify, anna.MayRenew, anna.MayWithdraw, anna.MayLock));
        await Installation.Get<WithdrawMessage>().RunAsync(Message, await Post.DeliveryAsync(Message, Post.Bert), default);
        Assert.Equal(0, await Installation.QueryAsync(db => db.Messages.CountAsync()));
        Assert.Equal([SentState.Deleted, SentState.Withdrawn], (await SentAsync()).Recipients.Select(r => r.State));
    }

    [Theory]
    [InlineData(new MessageEventKind[0], SentState.Stored)]
    [InlineData(new[] { MessageEventKind.Notified }, SentState.Notified)]
    [InlineData(new[] { MessageEventKind.Notified, MessageEventKind.NoticeFailed }, SentState.NoticeFailed)]
    [InlineData(new[] { MessageEventKind.Notified, MessageEventKind.NoticeFailed, MessageEventKind.NotifiedAgain }, SentState.Notified)]
    [InlineData(new[] { MessageEventKind.Notified, MessageEventKind.Registered }, SentState.Registered)]
    [InlineData(new[] { MessageEventKind.Registered, MessageEventKind.Opened, MessageEventKind.Downloaded, MessageEventKind.ReceiptSent }, SentState.Downloaded)]
    [InlineData(new[] { MessageEventKind.Opened, MessageEventKind.Replied, MessageEventKind.Downloaded }, SentState.Replied)]
    public async Task The_state_is_what_counts_most(MessageEventKind[] events, SentState state)
    {
        await Installation.QueryAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Installation.Get<Core.Evidence.AppendEvidence>().AddAsync(
                db, Message, events.Select(kind => new Core.Evidence.EvidenceEvent(kind, Delivery)), default);
            await transaction.CommitAsync();
            return 0;
        });
        Assert.Equal(state, (await RecipientAsync()).State);
    }

    [Fact]
    public async Task Nobody_sees_what_another_sent()
    {
        Assert.Null(await Installation.Get<ReadSent>().OfAsync(Message, ["eve@sender.example", ""], default));
        Assert.Null(await Installation.Get<ReadSent>().OfAsync(Message, [], default));
        Assert.Null(await Installation.Get<ReadSent>().OfAsync(Guid.NewGuid(), [Sam], default));
        Assert.NotNull(await Installation.Get<ReadSent>().OfAsync(Message, ["SAM@sender.example"], default));
    }

    [Fact]
    public async Task A_link_shows_its_own_senders_message_also_when_the_invitation_became_anothers()
    {
        var links = Installation.Get<FindSenderMessage>();
        var sams = (await Invitation.PasswordsAsync(Installation))[0].SenderToken;
        Assert.Equal(Message, (await links.FindAsync(sams, default))!.Message!.Id);

        // Eve invites anew when Sam's invitation is over; Sam's old link renews hers when that is over, too.
        Installation.Clock.Move(TimeSpan.FromDays(31));
        using var sealedMessage = await Post.SealAsync(Post.Mail("Eve's"));
        var incoming = await Post.IncomingAsync(sealedMessage, Post.Anna, "carol@recipient.example");
        await Installation.Get<SaveMessage>().SaveAsync(incoming with { SenderAddress = "eve@sender.example" }, default);
        Installation.Clock.Move(TimeSpan.FromDays(31));
        Assert.IsType<RenewOutcome.Sent>(await Installation.Get<RenewInvitation>().ForSenderAsync(sams, default));

        var renewed = (await Invitation.PasswordsAsync(Installation))[^1];
        Assert.Equal(Sam, renewed.To);
        Assert.Equal(Message, (await links.FindAsync(renewed.SenderToken, default))!.Message!.Id);
        var eves = (await Invitation.PasswordsAsync(Installation)).First(p => p.To == "eve@sender.example");
        Assert.Equal(["eve@sender.example"], [(await links.FindAsync(eves.SenderToken, default))!.Message!.Sender]);
    }

    [Fact]
    public async Task The_list_has_what_the_addresses_of_an_account_have_sent()
    {
        var account = await Person.RegisterAsync(Installation, Sam);
        var list = Installation.Get<ListSent>();
        var page = await list.PageAsync(account.Id, "default", 1, default);
        Assert.Contains(page.Rows, row => row.Id == Message && row.Recipients.Select(r => r.Address).SequenceEqual([Post.Anna, Post.Bert]));
        Assert.True(await list.AnyAsync(account.Id, "default", default));

        // Also what is gone, from one recipient or all.
        await OpenAsync();
        await Installation.Get<WithdrawMessage>().RunAsync(Message, await Post.DeliveryAsync(Message, Post.Bert), default);
        Assert.Equal([(Post.Anna, SentState.Opened), (Post.Bert, SentState.Withdrawn)], await ListedAsync(account.Id));
        await Installation.Get<DeleteMessages>().DeleteAsync([Anna], [Delivery], default);
        Assert.False(await Installation.QueryAsync(db => db.Messages.AnyAsync(m => m.Id == Message)));
        Assert.Equal([(Post.Anna, SentState.Deleted), (Post.Bert, SentState.Withdrawn)], await ListedAsync(account.Id));

        var anna = await Person.RegisterAsync(Installation, "other@recipient.example");
        Assert.False(await list.AnyAsync(anna.Id, "default", default));
        Assert.Empty((await list.PageAsync(anna.Id, "default", 1, default)).Rows);
    }

    [Fact]
    public async Task Of_many_recipients_a_few_are_named_and_a_link_that_was_changed_names_none()
    {
        var account = await Person.RegisterAsync(Installation, Sam);
        using var message = await Post.SealAsync(Post.Mail("To many"));
        var incoming = await Post.IncomingAsync(message, [.. Enumerable.Range(0, 8).Select(i => $"reader{i}@recipient.example")]);
        await Installation.Get<SaveMessage>().SaveAsync(incoming, default);
        var row = (await Installation.Get<ListSent>().PageAsync(account.Id, "default", 1, default)).Rows.Single(row => row.Id == message.Id);
        Assert.Equal((ListSent.Named, 3), (row.Recipients.Count, row.More));

        var first = await Post.DeliveryAsync(message.Id, "reader0@recipient.example");
        await Installation.Get<WithdrawMessage>().RunAsync(message.Id, first, default);
        await Installation.QueryAsync(db => db.MessageEvents.Where(e => e.DeliveryId == first).ExecuteUpdateAsync(set => set.SetProperty(e => e.Mac, new byte[32])));
        row = (await Installation.Get<ListSent>().PageAsync(account.Id, "default", 1, default)).Rows.Single(row => row.Id == message.Id);
        Assert.Equal(("", SentState.Withdrawn), (row.Recipients[0].Address, row.Recipients[0].State));
        Assert.All(row.Recipients.Skip(1), r => Assert.StartsWith("reader", r.Address, StringComparison.Ordinal));
    }

    private async Task<IEnumerable<(string, SentState)>> ListedAsync(Guid account) =>
        (await Installation.Get<ListSent>().PageAsync(account, "default", 1, default)).Rows.Single(row => row.Id == Message).Recipients.Select(r => (r.Address, r.State));
}
