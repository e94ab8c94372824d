using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Digests;
using Portal.Core.Evidence;
using Portal.Core.Messages;
using Portal.Core.Messages.Locks;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Messages.Replies;
using Xunit;

namespace Portal.Core.Tests.Evidence;

/// <summary>Each thing that happens to a message stands in its chain, once.</summary>
public sealed class ChainEventTests : ReplyBench
{
    private Post Post => new(Installation);

    [Fact]
    public async Task A_notice_that_left_is_told_once_and_with_the_delivery()
    {
        var message = await Post.DeliverAsync(Messages.Post.Mail("Contract"), Messages.Post.Anna, Messages.Post.Bert);
        await DeliverAsync();
        await DeliverAsync();

        var events = await EventsAsync(message);
        Assert.Equal(
            [(MessageEventKind.Notified, Messages.Post.Anna, "notice"), (MessageEventKind.Notified, Messages.Post.Bert, "notice")],
            events.Skip(2).Select(e => (e.Kind, e.Recipient!, e.Facts["by"])).OrderBy(e => e.Item2, StringComparer.Ordinal));
        Assert.Equal(
            2, await Installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.MessageId == message && d.NotifiedAt == Installation.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task What_was_needless_or_failed_is_no_notice()
    {
        var message = await Post.DeliverAsync(Messages.Post.Mail("Contract"), Messages.Post.Anna);
        var queue = Installation.Get<OutboxQueue>();
        var claimed = await queue.TurnAsync([], 100, TimeSpan.FromMinutes(5), default);
        await queue.TurnAsync([.. claimed.Select(e => new Settlement(e, new SendOutcome.Deferred("450")))], 0, TimeSpan.FromMinutes(5), default);
        await Installation.QueryAsync(db => db.Notices.ExecuteDeleteAsync());
        Installation.Clock.Move(TimeSpan.FromHours(1));

        Assert.All(await DeliverAsync(), settled => Assert.Equal(OutboxState.Sent, settled.State));

        Assert.Equal([MessageEventKind.Received], (await EventsAsync(message)).Select(e => e.Kind));
        Assert.Null(await Installation.QueryAsync(db => db.Deliveries.Where(d => d.MessageId == message).Select(d => d.NotifiedAt).SingleAsync()));
    }

    [Fact]
    public async Task What_a_killed_process_had_sent_is_told_too()
    {
        var message = await Post.DeliverAsync(Messages.Post.Mail("Contract"), Messages.Post.Anna);
        await SendAndBeKilledAsync();
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Notified], (await EventsAsync(message)).Select(e => e.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_daily_mail_counts_for_all_that_it_tells_of_also_when_a_killed_process_had_sent_it(bool killed)
    {
        var account = await Person.RegisterAsync(Installation, Messages.Post.Bert);
        DateTimeOffset? due = Installation.Clock.GetUtcNow();
        await Installation.QueryAsync(db => db.Users.Where(a => a.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Notices, NoticeChoice.Daily).SetProperty(a => a.DigestDueAt, due)));
        var message = await Post.DeliverAsync(Messages.Post.Mail("Contract"), Messages.Post.Bert);
        await DeliverAsync();
        Assert.Equal([MessageEventKind.Received], (await EventsAsync(message)).Select(e => e.Kind));

        await Installation.Get<SendDigests>().RunAsync(default);
        await (killed ? SendAndBeKilledAsync() : DeliverAsync());

        Assert.Equal("daily mail", (await EventsAsync(message)).Single(e => e.Kind == MessageEventKind.Notified).Facts["by"]);
    }

    [Fact]
    public async Task Registering_is_told_of_the_newest_messages_that_wait()
    {
        var first = await Post.DeliverAsync(Messages.Post.Mail("First"), Messages.Post.Bert);
        for (var i = 1; i < WriteRegistered.Most; i++)
        {
            await Post.DeliverAsync(Messages.Post.Mail($"Mail {i}"), Messages.Post.Bert);
        }

        var invitation = (await Invitation.PasswordsAsync(Installation)).Single(p => p.RecipientAddress == Messages.Post.Bert);
        var last = await Invitation.SendAsync(Installation, Messages.Post.Bert);
        await Installation.Get<RegisterAccount>().RegisterAsync(last.Request(initialPassword: invitation.InitialPassword), default);

        Assert.Equal([MessageEventKind.Received], (await EventsAsync(first)).Select(e => e.Kind));
        var told = await Installation.QueryAsync(db => db.MessageEvents.Where(e => e.Kind == MessageEventKind.Registered).Select(e => e.MessageId).ToListAsync());
        Assert.Equal(WriteRegistered.Most, told.Distinct().Count());
        var (kind, facts) = (await EventsAsync(told[0])).Select(e => (e.Kind, e.Facts)).Last();
        Assert.Equal((MessageEventKind.Registered, "initial password"), (kind, facts["by"]));
    }

    [Fact]
    public async Task Opening_is_told_once_with_how_the_reader_signed_in_and_downloads_once_whatever_is_fetched()
    {
        var mark = Installation.Get<MarkRead>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => mark.MarkAsync([Anna], Received, SignInMethods.Password | SignInMethods.AuthenticatorCode, default))));
        using var opened = await Installation.Get<OpenMessage>().OpenAsync([Anna], Received, default);
        var record = Installation.Get<RecordDownload>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => record.RunAsync([Anna], opened!, "original", SignInMethods.Passkey, default))));
        await record.RunAsync([Anna], opened!, "attachment", SignInMethods.Passkey, default);

        var events = await EventsAsync();
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Opened, MessageEventKind.Downloaded], events.Select(e => e.Kind));
        Assert.Equal(("Password, AuthenticatorCode", Messages.Post.Anna), (events[1].Facts["signIn"], events[1].Recipient));
        Assert.Equal(("original", "Passkey"), (events[2].Facts["what"], events[2].Facts["signIn"]));
    }

    [Fact]
    public async Task Who_fetches_without_the_page_has_opened_it_too()
    {
        using var opened = await Installation.Get<OpenMessage>().OpenAsync([Anna], Received, default);
        Assert.True(await Installation.Get<RecordDownload>().RunAsync([Anna], opened!, "original", SignInMethods.Password, default));
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Opened, MessageEventKind.Downloaded], (await EventsAsync()).Select(e => e.Kind));
        Assert.NotNull(await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == Received).Select(d => d.ReadAt).SingleAsync()));
    }

    [Fact]
    public async Task Each_answer_is_told_in_the_chain_of_what_it_answers_and_has_none_of_its_own()
    {
        var copy = await SendAsync(Reply());
        await Installation.Get<MarkRead>().MarkAsync([Anna], copy!.Value, default);
        Assert.Equal([MessageEventKind.Received, MessageEventKind.Replied], (await EventsAsync()).Select(e => e.Kind));
        Assert.Equal(1, await Installation.QueryAsync(db => db.MessageEvents.Select(e => e.MessageId).Distinct().CountAsync()));
    }

    [Fact]
    public async Task What_is_passed_on_answers_nobody()
    {
        Assert.NotNull(await SendAsync(Reply() with { PassesOn = true }));
        Assert.Equal([MessageEventKind.Received], (await EventsAsync()).Select(e => e.Kind));
        Assert.Null(await Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == Received).Select(d => d.RepliedAt).SingleAsync()));

        // Locked meanwhile, nothing leaves.
        await Installation.Get<LockDelivery>().LockAsync(await MessageAsync(), Received, DeliveryLock.Sender, default);
        Assert.Null(await SendAsync(Reply() with { PassesOn = true }));
    }

    [Fact]
    public async Task Deleting_is_told_whether_it_was_read_or_not()
    {
        var message = await MessageAsync();
        await Installation.Get<DeleteMessages>().DeleteAsync([Anna], [Received], default);
        var last = (await EventsAsync(message))[^1];
        Assert.Equal((MessageEventKind.Deleted, "no", "message"), (last.Kind, last.Facts["opened"], last.Facts["with"]));
    }

    [Fact]
    public async Task What_goes_with_an_account_is_told_too()
    {
        var account = await Person.RegisterAsync(Installation, Messages.Post.Bert);
        var message = await Installation.QueryAsync(db => db.MessageEvents.Where(e => e.Kind == MessageEventKind.Registered).Select(e => e.MessageId).SingleAsync());
        await Installation.Get<DeleteAccount>().DeleteOwnAsync(account.Id, default);
        var last = (await EventsAsync(message))[^1];
        Assert.Equal((MessageEventKind.Deleted, "account", Messages.Post.Bert), (last.Kind, last.Facts["with"], last.Recipient));
    }

    private Task<Guid> MessageAsync() => Installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == Received).Select(d => d.MessageId).SingleAsync());

    private async Task<IReadOnlyList<EvidenceEvent>> EventsAsync(Guid? message = null)
    {
        var chain = await Installation.Get<ReadEvidence>().OfAsync(message ?? await MessageAsync(), default);
        Assert.True(chain.Intact);
        return [.. chain.Links.Select(l => l.Event)];
    }

    // Everything that waits was handed over when the process ended; another one takes over.
    private async Task SendAndBeKilledAsync()
    {
        using (var journal = new OutboxJournal(Get<DataFolder>(), Get<BootId>()))
        {
            var queue = new OutboxQueue(Get<IDbContextFactory<PortalContext>>(), journal, Installation.Clock);
            foreach (var entry in await queue.TurnAsync([], 100, TimeSpan.FromMinutes(5), default))
            {
                journal.Note(entry, JournalState.Taken);
            }
        }

        await Get<TakeOverOutbox>().RunAsync(default);
    }
}
