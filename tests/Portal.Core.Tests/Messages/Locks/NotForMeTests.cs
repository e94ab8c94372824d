using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Export;
using Portal.Core.Messages.Locks;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Locks;

public sealed class NotForMeTests : IAsyncLifetime
{
    private const string Privacy = "privacy@sender.example";

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync(settings: ("Tenants:default:AlertAddress", Privacy));
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_message_opens_for_nobody_any_more_and_sender_and_administrators_are_told_once()
    {
        var message = await _post.DeliverAsync(Post.Mail("Secret"), Post.Anna);
        var (id, anna, sent) = (await _post.DeliveryAsync(message), await _post.UnlockAsync(Post.Anna), _installation.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        using var key = anna.Key;
        await _installation.Get<MarkRead>().MarkAsync([anna], id, CancellationToken.None);

        Assert.True(await _installation.Get<NotForMe>().ByReaderAsync([anna], id, CancellationToken.None));
        Assert.False(await _installation.Get<NotForMe>().ByReaderAsync([anna], id, CancellationToken.None));

        Assert.Null(await _installation.Get<OpenMessage>().OpenAsync([anna], id, CancellationToken.None));
        Assert.Equal((0, 0), await ExportedAsync(anna));
        Assert.Equal(DeliveryLock.Recipient, await _installation.Get<OpenMessage>().LockOfAsync([anna], id, CancellationToken.None));
        var now = _installation.Clock.GetUtcNow();
        var told = Assert.Single(await ToldAsync(OutboxKind.NotForMe));
        Assert.Equal(("sam@sender.example", Post.Anna, null, sent, now, true, false),
            (told.To, told.RecipientAddress, told.SenderAddress, told.SentAt, told.At, told.Opened, told.ByLink));
        var alert = Assert.Single(await ToldAsync(OutboxKind.NotForMeAlert));
        Assert.Equal((Privacy, "sam@sender.example"), (alert.To, alert.SenderAddress));
        var link = (await _installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None)).Links[^1].Event;
        Assert.Equal((MessageEventKind.NotForMe, Post.Anna, "session"), (link.Kind, link.Recipient, link.Facts["by"]));
    }

    [Fact]
    public async Task Who_has_the_link_may_say_it_until_somebody_has_registered()
    {
        var invitation = await Invitation.SendAsync(_installation, Post.Bert);
        Assert.True(await _installation.Get<NotForMe>().ByLinkAsync(invitation.Token, CancellationToken.None));
        Assert.False(await _installation.Get<NotForMe>().ByLinkAsync(invitation.Token, CancellationToken.None));
        Assert.True(Assert.Single(await ToldAsync(OutboxKind.NotForMe)).ByLink);

        await Person.RegisterAsync(_installation, Post.Anna);
        var notice = (await OpenedOutbox.OfAsync(_installation, OutboxKind.Notice, OutboxJson.Default.NoticePayload)).Last(n => n.To == Post.Anna);
        Assert.False(await _installation.Get<NotForMe>().ByLinkAsync(notice.Token, CancellationToken.None));
        Assert.False(await _installation.Get<NotForMe>().ByLinkAsync("AAAAAAAAAAAAAAAAAAAAAA", CancellationToken.None));
        Assert.False(await _installation.Get<NotForMe>().ByLinkAsync("no token", CancellationToken.None));
    }

    [Fact]
    public async Task Anothers_message_what_one_wrote_oneself_and_what_the_portal_wrote_stay_open()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Secret"), Post.Anna));
        await _post.MailboxAsync(Post.Bert);
        var (anna, bert) = (await _post.UnlockAsync(Post.Anna), await _post.UnlockAsync(Post.Bert));
        using var keys = anna.Key;
        using var others = bert.Key;
        Assert.False(await _installation.Get<NotForMe>().ByReaderAsync([bert], id, CancellationToken.None));
        Assert.Null(await _installation.Get<OpenMessage>().LockOfAsync([bert], id, CancellationToken.None));

        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)));
        Assert.False(await _installation.Get<NotForMe>().ByReaderAsync([anna], id, CancellationToken.None));
        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Inbox)));
        await _installation.QueryAsync(db => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.Gateway, ""))); // as of what came back
        Assert.False(await _installation.Get<NotForMe>().ByReaderAsync([anna], id, CancellationToken.None));
        Assert.Empty(await ToldAsync(OutboxKind.NotForMeAlert));
    }

    [Fact]
    public async Task A_machine_is_told_nothing_and_the_administrators_are()
    {
        var id = await _post.DeliveryAsync(await _post.DeliverAsync("Precedence: bulk\r\n" + Post.Mail("Statement"), Post.Anna));
        var anna = await _post.UnlockAsync(Post.Anna);
        using var key = anna.Key;

        Assert.True(await _installation.Get<NotForMe>().ByReaderAsync([anna], id, CancellationToken.None));

        Assert.Empty(await ToldAsync(OutboxKind.NotForMe));
        Assert.Single(await ToldAsync(OutboxKind.NotForMeAlert));
    }

    [Fact]
    public async Task Where_the_tenant_names_nobody_only_the_sender_is_told()
    {
        await using var installation = await Installation.StartAsync();
        var invitation = await Invitation.SendAsync(installation, Post.Bert);

        Assert.True(await installation.Get<NotForMe>().ByLinkAsync(invitation.Token, CancellationToken.None));

        Assert.Empty(await OpenedOutbox.OfAsync(installation, OutboxKind.NotForMeAlert, OutboxJson.Default.NotForMePayload));
        Assert.Single(await OpenedOutbox.OfAsync(installation, OutboxKind.NotForMe, OutboxJson.Default.NotForMePayload));
    }

    [Fact]
    public async Task Notices_of_it_that_wait_are_dropped_and_nobody_is_reminded_of_it()
    {
        var invitation = await Invitation.SendAsync(_installation, Post.Bert);
        var notice = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            (await OpenedOutbox.OfAsync(_installation, OutboxKind.Notice, OutboxJson.Default.NoticePayload))[^1]);
        var use = new CheckUse(_installation.Get<IDbContextFactory<Core.Storage.PortalContext>>());
        Assert.False(await use.IsGoneAsync(notice, CancellationToken.None));

        await _installation.Get<NotForMe>().ByLinkAsync(invitation.Token, CancellationToken.None);

        Assert.True(await use.IsGoneAsync(notice, CancellationToken.None));
        _installation.Clock.Move(TimeSpan.FromDays(8));
        await _installation.Get<FollowUpInvitations>().RunAsync(CancellationToken.None);
        Assert.Empty(await OpenedOutbox.RemindersAsync(_installation));
    }

    [Fact]
    public async Task Fifty_times_at_once_it_is_told_once()
    {
        var invitation = await Invitation.SendAsync(_installation, Post.Bert);
        var done = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            () => _installation.Get<NotForMe>().ByLinkAsync(invitation.Token, CancellationToken.None))));

        Assert.Single(done, locked => locked);
        Assert.Single(await ToldAsync(OutboxKind.NotForMe));
    }

    private async Task<(int Written, int Damaged)> ExportedAsync(UnlockedMailbox mailbox)
    {
        var exported = await _installation.Get<ExportMails>().WriteAsync(mailbox, Stream.Null, CancellationToken.None);
        return (exported.Written, exported.Damaged.Count);
    }

    private Task<IReadOnlyList<NotForMePayload>> ToldAsync(OutboxKind kind) => OpenedOutbox.OfAsync(_installation, kind, OutboxJson.Default.NotForMePayload);
}
