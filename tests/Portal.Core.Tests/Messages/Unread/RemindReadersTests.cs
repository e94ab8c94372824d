using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Messages.Unread;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Unread;

public sealed class RemindReadersTests : IAsyncLifetime
{
    private static readonly TimeSpan After = TimeSpan.FromDays(3);

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        await Person.RegisterAsync(_installation, Post.Anna);
        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, d => d.ReceivedAt)));
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Who_has_registered_is_reminded_once_with_a_link_of_its_own()
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        _installation.Clock.Move(After - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await RunAsync());

        _installation.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await RunAsync());
        _installation.Clock.Move(After);
        Assert.Equal(0, await RunAsync());

        var reminder = Assert.Single(await OpenedOutbox.RemindersAsync(_installation));
        Assert.Equal((Post.Anna, "sam@sender.example", false), (reminder.To, reminder.SenderAddress, reminder.Invited));
        Assert.Equal("de", reminder.Language); // hers
        Assert.Equal(await _post.DeliveryAsync(message), (await _installation.Get<FindNotice>().FindAsync(reminder.Token, CancellationToken.None))!.DeliveryId);
        Assert.NotNull(await _installation.Get<CheckNotice>().FindAsync(reminder.CheckCode, CancellationToken.None));
        var chain = await _installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);
        Assert.True(chain.Intact);
        Assert.Equal((MessageEventKind.Reminded, Post.Anna), (chain.Links[^1].Event.Kind, chain.Links[^1].Event.Recipient));
    }

    [Fact]
    public async Task Who_has_not_registered_is_left_to_the_invitations()
    {
        await _post.DeliverAsync(Post.Mail("Hello"), Post.Bert);
        _installation.Clock.Move(After);

        Assert.Equal(0, await RunAsync());
    }

    [Theory]
    [InlineData(NoticeChoice.Daily)]
    [InlineData(NoticeChoice.None)]
    public async Task Who_wants_no_mail_for_each_message_is_not_reminded(NoticeChoice choice)
    {
        await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        await _installation.QueryAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.Notices, choice)));
        _installation.Clock.Move(After);

        Assert.Equal(0, await RunAsync());
    }

    [Theory]
    [InlineData("read")]
    [InlineData("locked")]
    [InlineData("bounced")]
    [InlineData("sent")]
    [InlineData("account")]
    public async Task Nobody_is_reminded_of_what_he_has_read_or_cannot_read(string what)
    {
        await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        var now = _installation.Clock.GetUtcNow();
        await _installation.QueryAsync(db => what switch
        {
            "read" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, now)),
            "locked" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now)),
            "bounced" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.BouncedAt, now)),
            "sent" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)),
            _ => db.Users.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, AccountState.LockedByAdmin)),
        });
        _installation.Clock.Move(After);

        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task Rows_of_an_older_version_are_passed_over_and_looked_at_no_more_after_a_month()
    {
        await _post.DeliverAsync(Post.Mail("Old"), Post.Anna);
        await _installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Sender, Array.Empty<byte>()).SetProperty(m => m.SenderHash, (byte[]?)null)));
        await _post.DeliverAsync(Post.Mail("New"), Post.Anna);
        _installation.Clock.Move(After);
        Assert.Equal(1, await RunAsync());

        await _post.DeliverAsync(Post.Mail("Forgotten"), Post.Anna);
        _installation.Clock.Move(After + TimeSpan.FromDays(30));
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task One_mail_reminds_of_all_that_are_due_however_many_and_damaged_rows_hold_up_nobody()
    {
        for (var n = 0; n < 230; n++)
        {
            using var message = await Post.WithoutBlobAsync(Post.Mail("Hello"));
            await _post.SaveAsync(message, Post.Anna);
        }

        var damaged = await _installation.QueryAsync(db => db.Messages.OrderBy(m => m.ReceivedAt).Select(m => m.Id).Take(110).ToListAsync());
        await _installation.QueryAsync(db => db.Messages.Where(m => damaged.Contains(m.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Sender, new byte[] { 1, 2, 3 })));
        _installation.Clock.Move(After);

        Assert.Equal(1, await RunAsync());
        Assert.Equal(0, await RunAsync());
        Assert.Single(await OpenedOutbox.RemindersAsync(_installation));
        Assert.Equal(230, await _installation.QueryAsync(db => db.Deliveries.CountAsync(d => d.RemindedAt != null)));
    }

    [Fact]
    public async Task Several_processes_at_once_remind_once()
    {
        await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        _installation.Clock.Move(After);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));

        Assert.Single(await OpenedOutbox.RemindersAsync(_installation));
    }

    [Fact]
    public async Task A_tenant_may_want_no_reminder()
    {
        await using var installation = await Installation.StartAsync(settings: ("Tenants:default:UnreadReminderAfter", "00:00:00"));
        await Person.RegisterAsync(installation, Post.Anna);
        installation.Clock.Move(After);

        Assert.Equal(0, await installation.Get<RemindReaders>().RunAsync(CancellationToken.None));
    }

    private Task<int> RunAsync() => _installation.Get<RemindReaders>().RunAsync(CancellationToken.None);
}
