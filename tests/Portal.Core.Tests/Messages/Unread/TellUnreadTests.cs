using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Evidence;
using Portal.Core.Messages;
using Portal.Core.Messages.Unread;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Outbox;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Unread;

public sealed class TellUnreadTests : IAsyncLifetime
{
    private static readonly TimeSpan After = TimeSpan.FromDays(7);

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task The_sender_is_told_once_of_all_recipients_registered_or_not()
    {
        await Person.RegisterAsync(_installation, Post.Anna);
        await _installation.QueryAsync(db => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, d => d.ReceivedAt)));
        var sent = _installation.Clock.GetUtcNow();
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna, Post.Bert);
        _installation.Clock.Move(After - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await RunAsync());

        _installation.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await RunAsync());
        _installation.Clock.Move(After);
        Assert.Equal(0, await RunAsync());

        var mail = Assert.Single(await ToldAsync());
        Assert.Equal([Post.Anna, Post.Bert], mail.MoreAddresses.Prepend(mail.RecipientAddress).Order(StringComparer.Ordinal));
        Assert.Equal(("sam@sender.example", sent), (mail.To, mail.SentAt));
        var chain = await _installation.Get<ReadEvidence>().OfAsync(message, CancellationToken.None);
        Assert.Equal(2, chain.Links.Count(link => link.Event.Kind == MessageEventKind.UnreadTold));
        Assert.Empty(_installation.FilesWith("sam@sender.example"));
    }

    [Fact]
    public async Task The_mail_has_a_link_of_the_sender_to_that_message()
    {
        var message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Bert);
        _installation.Clock.Move(After);
        await RunAsync();

        var link = await _installation.Get<FindSenderLink>().FindAsync(Assert.Single(await ToldAsync()).SenderToken, CancellationToken.None);
        Assert.Equal(Post.Bert, link!.Address);
        Assert.Equal(2, await _installation.QueryAsync(db => db.SenderLinks.CountAsync(l => l.MessageId == message)));
    }

    [Fact]
    public async Task A_machine_is_told_nothing()
    {
        using var message = await _post.SealAsync(Post.Mail("Statement"));
        await _installation.Get<SaveMessage>().SaveAsync(
            Post.Incoming(message, [await _post.MailboxAsync(Post.Bert)]) with { Automatic = true }, CancellationToken.None);
        await _post.DeliverAsync("Auto-Submitted: auto-generated\r\n" + Post.Mail("Statement"), Post.Bert);
        _installation.Clock.Move(After);

        Assert.Equal(0, await RunAsync());
    }

    [Theory]
    [InlineData("read")]
    [InlineData("locked")]
    [InlineData("bounced")]
    [InlineData("sent")]
    [InlineData("old")]
    public async Task Nothing_is_told_of_what_was_read_or_told_of_otherwise(string what)
    {
        await _post.DeliverAsync(Post.Mail("Contract"), Post.Bert);
        var now = _installation.Clock.GetUtcNow();
        await _installation.QueryAsync(db => what switch
        {
            "read" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, now)),
            "locked" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now)),
            "bounced" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.BouncedAt, now)),
            "sent" => db.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, DeliveryFolder.Sent)),
            _ => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(m => m.Sender, Array.Empty<byte>()).SetProperty(m => m.SenderHash, (byte[]?)null)),
        });
        _installation.Clock.Move(After);

        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task Several_processes_at_once_tell_once_and_a_damaged_row_holds_up_nobody()
    {
        var damaged = await _post.DeliverAsync(Post.Mail("Damaged"), Post.Bert);
        await _installation.QueryAsync(db => db.Messages.Where(m => m.Id == damaged).ExecuteUpdateAsync(set => set.SetProperty(m => m.Sender, new byte[] { 1, 2, 3 })));
        await _post.DeliverAsync(Post.Mail("Contract"), Post.Bert);
        _installation.Clock.Move(After);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RunAsync)));

        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task A_tenant_may_want_none_of_it()
    {
        await using var installation = await Installation.StartAsync(settings: ("Tenants:default:UnreadNoticeAfter", "00:00:00"));
        await new Post(installation).DeliverAsync(Post.Mail("Contract"), Post.Bert);
        installation.Clock.Move(After);

        Assert.Equal(0, await installation.Get<TellUnread>().RunAsync(CancellationToken.None));
    }

    private Task<int> RunAsync() => _installation.Get<TellUnread>().RunAsync(CancellationToken.None);

    private Task<IReadOnlyList<UnreadToldPayload>> ToldAsync() =>
        OpenedOutbox.OfAsync(_installation, OutboxKind.UnreadTold, OutboxJson.Default.UnreadToldPayload);
}
