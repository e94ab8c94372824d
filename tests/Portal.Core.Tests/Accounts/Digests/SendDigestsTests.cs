using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Digests;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Digests;

/// <summary>The clock begins at 14:05 UTC; daily mails are asked for at 16 o'clock in Zurich, which is 15:00 UTC.</summary>
public sealed class SendDigestsTests : IAsyncLifetime
{
    private Installation _installation = null!;
    private Post _post = null!;
    private Account _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        _anna = await Person.RegisterAsync(_installation, Post.Anna);
        await _installation.Get<ChangeProfile>().IntroduceAsync(_anna.Id, "Anna", "Europe/Zurich", "de", CancellationToken.None);
        await ChooseAsync(NoticeChoice.Daily);
        await _installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Messages_of_a_day_are_told_of_in_one_mail_at_the_hour()
    {
        await DeliverAsync(3);
        await RunAsync();
        Assert.All(await EntriesAsync(), entry => Assert.Equal(OutboxState.Held, entry.State));
        Assert.Equal(3, (await EntriesAsync()).Count);

        _installation.Clock.Move(TimeSpan.FromHours(1));
        await RunAsync();
        await RunAsync();

        var entry = Assert.Single(await EntriesAsync());
        Assert.Equal((OutboxKind.Digest, OutboxState.Waiting, null), (entry.Kind, entry.State, entry.MailboxId));
        var digest = Read(entry);
        Assert.Equal((Post.Anna, 3, "de"), (digest.To, digest.Messages, digest.Language));
        Assert.Equal(new DigestSender("Sam Sender", "sam@sender.example"), Assert.Single(digest.Senders));
        Assert.DoesNotContain("Secret subject", JsonSerializer.Serialize(digest), StringComparison.Ordinal);
        var known = await _installation.Get<CheckNotice>().FindAsync(digest.CheckCode, CancellationToken.None);
        Assert.Equal(("sender.example", "a***@recipient.example"), (known?.SenderDomain, known?.Recipient));
    }

    [Fact]
    public async Task The_next_day_has_its_own_and_a_day_without_messages_none()
    {
        await DeliverAsync(1);
        _installation.Clock.Move(TimeSpan.FromHours(1));
        await RunAsync();
        _installation.Clock.Move(TimeSpan.FromDays(1));
        await RunAsync();
        Assert.Single(await EntriesAsync());
        await DeliverAsync(1);
        _installation.Clock.Move(TimeSpan.FromDays(3)); // the portal stood still: one mail, not three
        await RunAsync();
        await RunAsync();
        Assert.Equal(2, (await EntriesAsync()).Count);
    }

    [Fact]
    public async Task What_was_read_meanwhile_or_cannot_be_opened_is_told_of_accordingly()
    {
        await DeliverAsync(3);
        var first = await _installation.QueryAsync(db => db.Deliveries.OrderByDescending(d => d.Position).Select(d => d.Id).FirstAsync());
        DateTimeOffset? read = _installation.Clock.GetUtcNow();
        await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == first).ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, read)));
        var damaged = (await EntriesAsync()).OrderBy(e => e.CreatedAt).First().Id;
        await _installation.QueryAsync(db => db.Outbox.Where(o => o.Id == damaged).ExecuteUpdateAsync(set => set.SetProperty(o => o.Box, new byte[200])));
        _installation.Clock.Move(TimeSpan.FromHours(1));
        await RunAsync();
        var digest = Read(Assert.Single(await EntriesAsync()));
        Assert.Equal((2, 1), (digest.Messages, digest.Senders.Count));
    }

    [Fact]
    public async Task Of_what_was_deleted_or_marked_as_read_meanwhile_nobody_is_told()
    {
        await DeliverAsync(3);
        var ids = await _installation.QueryAsync(db => db.Deliveries.OrderByDescending(d => d.Position).Select(d => d.Id).ToListAsync());
        await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == ids[0]).ExecuteDeleteAsync());
        await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == ids[1]).ExecuteUpdateAsync(set => set.SetProperty(d => d.Unread, false)));
        _installation.Clock.Move(TimeSpan.FromHours(1));
        await RunAsync();
        Assert.Equal(1, Read(Assert.Single(await EntriesAsync())).Messages);
    }

    [Fact]
    public async Task Of_many_processes_at_once_one_makes_the_mail()
    {
        await DeliverAsync(2);
        _installation.Clock.Move(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));
        Assert.Equal(2, Read(Assert.Single(await EntriesAsync())).Messages);
    }

    [Fact]
    public async Task A_crash_before_the_commit_leaves_all_for_the_next_turn()
    {
        await DeliverAsync(2);
        _installation.Clock.Move(TimeSpan.FromHours(1));
        await SqlAsync("CREATE TRIGGER Broken BEFORE DELETE ON Outbox BEGIN SELECT RAISE(ABORT, 'broken'); END");
        await Assert.ThrowsAnyAsync<Exception>(RunAsync);
        Assert.Equal(2, (await EntriesAsync()).Count);

        await SqlAsync("DROP TRIGGER Broken");
        await RunAsync();
        Assert.Equal(2, Read(Assert.Single(await EntriesAsync())).Messages);
    }

    [Fact]
    public async Task Who_wants_no_mail_gets_none()
    {
        await ChooseAsync(NoticeChoice.None);
        await RunAsync();
        await DeliverAsync(1);
        _installation.Clock.Move(TimeSpan.FromDays(1));
        await RunAsync();
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task Who_wants_mails_at_once_again_is_told_at_once_of_what_was_held_back()
    {
        await DeliverAsync(2);
        await ChooseAsync(NoticeChoice.AtOnce);
        await RunAsync();
        Assert.Equal(2, Read(Assert.Single(await EntriesAsync())).Messages);
        await DeliverAsync(1);
        Assert.Equal([OutboxKind.Digest, OutboxKind.Notice], (await EntriesAsync()).Select(e => e.Kind).Order().Reverse());
        Assert.Null(await _installation.QueryAsync(db => db.Users.Select(a => a.DigestDueAt).SingleAsync()));
    }

    [Fact]
    public async Task A_notice_that_was_held_back_while_the_choice_changed_is_not_forgotten()
    {
        await DeliverAsync(1);
        await SqlAsync("UPDATE Accounts SET Notices = 0, DigestDueAt = NULL");
        await RunAsync();
        Assert.Equal(OutboxKind.Digest, Assert.Single(await EntriesAsync()).Kind);
    }

    [Fact]
    public async Task What_is_held_back_goes_with_the_account()
    {
        await DeliverAsync(2);
        await _installation.Get<DeleteAccount>().DeleteOwnAsync(_anna.Id, CancellationToken.None);
        Assert.Equal(OutboxKind.AccountDeleted, Assert.Single(await EntriesAsync()).Kind);
    }

    [Fact]
    public async Task Nobody_elses_notices_are_held_back()
    {
        await Person.RegisterAsync(_installation, Post.Bert);
        await _installation.QueryAsync(db => db.Outbox.ExecuteDeleteAsync());
        await _post.DeliverAsync(Post.Mail("Hello"), Post.Anna, Post.Bert, "carl@recipient.example");
        var notices = (await EntriesAsync()).Where(e => e.Kind == OutboxKind.Notice).ToList();
        Assert.Equal((1, 2), (notices.Count(e => e.State == OutboxState.Held), notices.Count(e => e.State == OutboxState.Waiting)));
    }

    private Task RunAsync() => _installation.Get<SendDigests>().RunAsync(CancellationToken.None);

    private Task<bool> ChooseAsync(NoticeChoice choice) =>
        _installation.Get<ChangeProfile>().NotifyAsync(_anna.Id, choice, 16, CancellationToken.None);

    private async Task DeliverAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _post.DeliverAsync(Post.Mail("Secret subject"), Post.Anna);
        }
    }

    private Task<List<OutboxEntry>> EntriesAsync() => _installation.QueryAsync(db => db.Outbox.AsNoTracking().ToListAsync());

    private DigestPayload Read(OutboxEntry entry) => JsonSerializer.Deserialize(
        VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, entry.Id, entry.Box), OutboxJson.Default.DigestPayload)!;

    private Task<int> SqlAsync(string sql) => _installation.QueryAsync(db => db.Database.ExecuteSqlRawAsync(sql));
}
