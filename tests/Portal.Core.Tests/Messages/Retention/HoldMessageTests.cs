using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Messages;
using Portal.Core.Messages.Retention;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Retention;

public sealed class HoldMessageTests : IAsyncLifetime
{
    private static readonly OperatorOrder Court = new("root", "file 7/2026");

    private Installation _installation = null!;
    private Post _post = null!;
    private Guid _message;
    private Guid _id;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        await Person.RegisterAsync(_installation, Post.Anna);
        _message = await _post.DeliverAsync(Post.Mail("Contract"), Post.Anna);
        _id = await _post.DeliveryAsync(_message);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task It_is_held_by_either_id_once_and_released_once_and_the_chain_says_why()
    {
        var hold = _installation.Get<HoldMessage>();
        Assert.Equal(HoldOutcome.Done, await hold.HoldAsync(_id, Court, CancellationToken.None));
        Assert.Equal(HoldOutcome.Already, await hold.HoldAsync(_message, Court, CancellationToken.None));
        var found = await hold.FindAsync(_id, CancellationToken.None);
        Assert.Equal((_message, Post.Anna), (found!.Id, Assert.Single(found.Recipients)));
        Assert.Equal(_installation.Clock.GetUtcNow(), found.HeldAt);

        Assert.Equal(HoldOutcome.Done, await hold.ReleaseAsync(_message, new("eva", ""), CancellationToken.None));
        Assert.Equal(HoldOutcome.Already, await hold.ReleaseAsync(_id, Court, CancellationToken.None));
        Assert.Equal(HoldOutcome.Unknown, await hold.HoldAsync(Guid.NewGuid(), Court, CancellationToken.None));
        Assert.Null(await hold.FindAsync(Guid.NewGuid(), CancellationToken.None));

        var chain = await _installation.Get<ReadEvidence>().OfAsync(_message, CancellationToken.None);
        var links = chain.Links.TakeLast(2).Select(l => l.Event).ToList();
        Assert.Equal([MessageEventKind.Held, MessageEventKind.Released], links.Select(e => e.Kind));
        var vault = _installation.Get<VaultKey>();
        Assert.Equal([("root", "file 7/2026"), ("eva", "")], links.Select(link => OrderBox.Open(vault, link.Facts["order"])));
        Assert.DoesNotContain(chain.Links, link => Encoding.UTF8.GetString(link.Content).Contains("file 7", StringComparison.Ordinal));
        Assert.Empty(_installation.FilesWith("file 7/2026"));
    }

    [Fact]
    public async Task Its_reader_cannot_delete_it_and_deletes_the_others()
    {
        var other = await _post.DeliveryAsync(await _post.DeliverAsync(Post.Mail("Other"), Post.Anna));
        await _installation.Get<HoldMessage>().HoldAsync(_id, Court, CancellationToken.None);
        var anna = await _post.UnlockAsync(Post.Anna);
        using var key = anna.Key;
        var delete = _installation.Get<DeleteMessages>();
        Assert.Equal(1, await delete.CountHeldAsync([anna], [_id, other], CancellationToken.None));

        Assert.Equal(1, await delete.DeleteAsync([anna], [_id, other], CancellationToken.None));

        Assert.True(File.Exists(_post.BlobPath(_message)));
        using (var opened = await _installation.Get<OpenMessage>().OpenAsync([anna], _id, CancellationToken.None))
        {
            Assert.True(opened!.Held);
        }

        await _installation.Get<HoldMessage>().ReleaseAsync(_id, Court, CancellationToken.None);
        Assert.Equal(1, await delete.DeleteAsync([anna], [_id], CancellationToken.None));
    }

    [Fact]
    public async Task An_order_about_a_message_without_a_chain_is_written_down_too()
    {
        await _installation.QueryAsync(db => db.MessageEvents.ExecuteDeleteAsync());
        await _installation.Get<HoldMessage>().HoldAsync(_id, Court, CancellationToken.None);
        await _installation.Get<HoldMessage>().ReleaseAsync(_id, Court, CancellationToken.None);
        var chain = await _installation.Get<ReadEvidence>().OfAsync(_message, CancellationToken.None);
        Assert.Equal((true, 2), (chain.Intact, chain.Links.Count));
    }

    [Fact]
    public async Task What_is_released_after_its_end_stays_until_its_readers_were_told()
    {
        await _installation.Get<HoldMessage>().HoldAsync(_id, Court, CancellationToken.None);
        _installation.Clock.Move(TimeSpan.FromDays(400));
        await _installation.Get<HoldMessage>().ReleaseAsync(_id, Court, CancellationToken.None);
        var (end, told) = await _installation.QueryAsync(db => db.Messages.Where(m => m.Id == _message).Select(m => ValueTuple.Create(m.ExpiresAt, m.ExpiryToldAt)).SingleAsync());
        Assert.Equal((_installation.Clock.GetUtcNow().AddDays(7), null), (end, told));
    }

    [Fact]
    public async Task The_account_stays_whoever_wants_it_deleted_until_it_is_released()
    {
        await _installation.Get<HoldMessage>().HoldAsync(_id, Court, CancellationToken.None);
        var found = (await _installation.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;
        var delete = _installation.Get<DeleteAccount>();

        Assert.IsType<AccountChange.HoldsMail>(await delete.DeleteOwnAsync(found.Account!.Id, CancellationToken.None));
        Assert.IsType<AccountChange.HoldsMail>(await delete.DeleteAsync(found, Court, CancellationToken.None));

        var anna = await _post.UnlockAsync(Post.Anna);
        using var key = anna.Key;
        using (var opened = await _installation.Get<OpenMessage>().OpenAsync([anna], _id, CancellationToken.None))
        {
            Assert.NotNull(opened);
        }

        await _installation.Get<HoldMessage>().ReleaseAsync(_id, Court, CancellationToken.None);
        Assert.IsType<AccountChange.Changed>(await delete.DeleteAsync(found, Court, CancellationToken.None));
    }

    [Fact]
    public async Task Its_address_stays_in_the_account()
    {
        await _post.DeliverAsync(Post.Mail("For the other address"), Post.Bert);
        var account = await _installation.QueryAsync(db => db.Users.Select(a => a.Id).SingleAsync());
        await _installation.QueryAsync(db => db.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, account)));
        var mailbox = await _installation.QueryAsync(db => db.Deliveries.Where(d => d.Id == _id).Select(d => d.MailboxId).SingleAsync());
        await _installation.Get<HoldMessage>().HoldAsync(_id, Court, CancellationToken.None);

        Assert.Equal(RemoveAddressOutcome.Held, await _installation.Get<RemoveAddress>().RemoveAsync(
            new FactorOwner(account, "default", "Firefox"), mailbox, withMail: true, CancellationToken.None));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Mailboxes.CountAsync()));
    }
}
