using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class FollowUpInvitationsTests : IAsyncLifetime
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private Installation _installation = null!;
    private Invitation _anna = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _anna = await Invitation.SendAsync(_installation, Post.Anna);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task After_a_week_the_recipient_is_reminded_once_with_a_link_that_registers()
    {
        _installation.Clock.Move(Week - TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), await RunAsync());

        _installation.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), await RunAsync());
        _installation.Clock.Move(Week);
        Assert.Equal((0, 0), await RunAsync());

        var notice = Assert.Single(await SentAsync(OutboxKind.Notice, OutboxJson.Default.NoticePayload), n => n.Reminder);
        Assert.Equal((Post.Anna, "Sam Sender", "sam@sender.example"), (notice.To, notice.SenderName, notice.SenderAddress));
        Assert.NotEqual(_anna.Token, notice.Token);
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(_anna.Request(token: notice.Token)));
    }

    [Fact]
    public async Task What_the_person_wrote_is_not_what_invited()
    {
        var first = await _installation.QueryAsync(db => db.Deliveries.Select(d => d.Id).SingleAsync());
        await new Post(_installation).DeliverAsync(Post.Mail("Came later"), Post.Anna);
        await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == first)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)));
        _installation.Clock.Move(Week);

        await RunAsync();

        var told = await _installation.QueryAsync(db => db.Notices.GroupBy(n => n.DeliveryId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync());
        Assert.Equal(1, told.Single(delivery => delivery.Key == first).Count);
        Assert.Equal(2, told.Single(delivery => delivery.Key != first).Count);
    }

    [Fact]
    public async Task Who_has_registered_is_neither_reminded_nor_ended()
    {
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(_anna.Request()));
        _installation.Clock.Move(Week);
        Assert.Equal((0, 0), await RunAsync());
        _installation.Clock.Move(Month);

        Assert.Equal((0, 0), await RunAsync());
    }

    [Fact]
    public async Task An_invitation_that_nobody_takes_up_ends_and_the_sender_is_told_once()
    {
        _installation.Clock.Move(Month);
        Assert.Equal((0, 1), await RunAsync());
        Assert.Equal((0, 0), await RunAsync());

        var told = Assert.Single(await SentAsync(OutboxKind.InvitationEnded, OutboxJson.Default.InvitationEndedPayload));
        Assert.Equal(("sam@sender.example", Post.Anna), (told.To, told.RecipientAddress));
        Assert.Equal(AccountState.Expired, await StateAsync());
        Assert.IsType<RegisterOutcome.InitialPasswordEnded>(await RegisterAsync(_anna.Request()));
    }

    [Fact]
    public async Task The_next_mail_invites_anew_and_reminds_anew()
    {
        _installation.Clock.Move(Month);
        await RunAsync();
        var again = await Invitation.SendAsync(_installation, Post.Anna);

        Assert.Equal(AccountState.Invited, await StateAsync());
        _installation.Clock.Move(Week);
        Assert.Equal((1, 0), await RunAsync());
        Assert.IsType<RegisterOutcome.Registered>(await RegisterAsync(again.Request()));
        Assert.Equal(
            [AccountTrigger.Invite, AccountTrigger.Expire, AccountTrigger.Invite, AccountTrigger.Register],
            (await _installation.Get<FindAccount>().EventsAsync(await FindAsync(), CancellationToken.None)).Select(e => e.Trigger));
    }

    [Fact]
    public async Task Several_processes_at_once_tell_once()
    {
        _installation.Clock.Move(Week);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));
        _installation.Clock.Move(Month);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));

        Assert.Single(await SentAsync(OutboxKind.Notice, OutboxJson.Default.NoticePayload), n => n.Reminder);
        Assert.Single(await SentAsync(OutboxKind.InvitationEnded, OutboxJson.Default.InvitationEndedPayload));
    }

    [Fact]
    public async Task More_than_a_batch_is_done_at_once_and_a_damaged_row_keeps_nobody_waiting()
    {
        for (var n = 0; n < 120; n++)
        {
            using var message = await Post.WithoutBlobAsync(Post.Mail("Hello"));
            await new Post(_installation).SaveAsync(message, $"person{n}@recipient.example");
        }

        await _installation.QueryAsync(db => db.InitialPasswords.Where(p => db.Mailboxes.Any(m => m.Id == p.MailboxId && m.Address == Post.Anna))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Sender, new byte[] { 1, 2, 3 })));
        _installation.Clock.Move(Month + TimeSpan.FromMinutes(5));

        Assert.Equal((0, 121), await RunAsync());
        Assert.Equal(120, (await SentAsync(OutboxKind.InvitationEnded, OutboxJson.Default.InvitationEndedPayload)).Count);
    }

    [Fact]
    public async Task A_tenant_may_want_no_reminder()
    {
        await using var installation = await Installation.StartAsync(settings: ("Tenants:default:InvitationReminder", "00:00:00"));
        await Invitation.SendAsync(installation, Post.Anna);
        installation.Clock.Move(Month - TimeSpan.FromDays(1));

        Assert.Equal((0, 0), await installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None));
    }

    [Fact]
    public void Who_invited_is_nowhere_in_clear() => Assert.Empty(_installation.FilesWith("sam@sender.example"));

    private Task<(int Reminded, int Ended)> RunAsync() => _installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None);

    private Task<RegisterOutcome> RegisterAsync(RegisterRequest request) => _installation.Get<RegisterAccount>().RegisterAsync(request, CancellationToken.None);

    private async Task<FoundAccount> FindAsync() => (await _installation.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;

    private async Task<AccountState> StateAsync() => (await FindAsync()).StateAt(_installation.Clock.GetUtcNow());

    private async Task<IReadOnlyList<T>> SentAsync<T>(OutboxKind kind, JsonTypeInfo<T> type)
    {
        var entries = await _installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).ToListAsync());
        return [.. entries.Select(e => JsonSerializer.Deserialize(VaultBox.Open(_installation.Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), type)!)];
    }
}
