using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.States;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages;

public sealed class DeleteAccountTests : IAsyncLifetime
{
    private static readonly OperatorOrder Order = new("root", "");

    private Installation _installation = null!;
    private Post _post = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _post = new Post(_installation);
        await RegisterAsync(Post.Anna);
        await RegisterAsync(Post.Bert);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task Account_mailbox_keys_and_mail_are_gone_and_others_keep_theirs()
    {
        var both = await _post.DeliverAsync(Post.Mail("For both"), Post.Anna, Post.Bert);
        var annas = await _post.DeliverAsync(Post.Mail("For Anna"), Post.Anna);
        Assert.True(File.Exists(_post.BlobPath(annas)));
        var slots = await _installation.QueryAsync(db => db.KeySlots.CountAsync());

        Assert.Equal(new AccountChange.Changed(AccountState.Registered, AccountState.Deleted), await DeleteAsync(Post.Anna));

        Assert.False(File.Exists(_post.BlobPath(annas)));
        Assert.True(File.Exists(_post.BlobPath(both)));
        Assert.False(await _installation.QueryAsync(db => db.Messages.AnyAsync(m => m.Id == annas)));
        Assert.True(await _installation.QueryAsync(db => db.Messages.AnyAsync(m => m.Id == both)));
        Assert.Equal(slots - 2, await _installation.QueryAsync(db => db.KeySlots.CountAsync()));
        Assert.Equal(Post.Bert, await _installation.QueryAsync(db => db.Mailboxes.Select(m => m.Address).SingleAsync()));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Users.CountAsync()));
        Assert.NotEqual(Guid.Empty, await _post.DeliveryAsync(both, Post.Bert));
        Assert.Null(await _installation.Get<CheckPassword>()
            .CheckAsync("default", Post.Anna, Invitation.OwnPassword, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_person_deletes_his_own_and_each_address_is_told()
    {
        var anna = await _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Anna).Select(m => m.AccountId!.Value).SingleAsync());
        var mail = await _post.DeliverAsync(Post.Mail("For Anna"), Post.Anna);

        var change = await _installation.Get<DeleteAccount>().DeleteOwnAsync(anna, CancellationToken.None);

        Assert.Equal(new AccountChange.Changed(AccountState.Registered, AccountState.Deleted), change);
        Assert.False(File.Exists(_post.BlobPath(mail)));
        Assert.Equal(Post.Bert, await _installation.QueryAsync(db => db.Mailboxes.Select(m => m.Address).SingleAsync()));
        Assert.Equal(1, await _installation.QueryAsync(db => db.Outbox.CountAsync(o => o.Kind == OutboxKind.AccountDeleted)));
        var last = await _installation.QueryAsync(db => db.AccountEvents.OrderBy(e => e.Id).LastAsync());
        Assert.Equal((AccountActor.Person, AccountState.Deleted, anna), (last.Actor, last.To, last.AccountId));
        Assert.IsType<AccountChange.Unknown>(await _installation.Get<DeleteAccount>().DeleteOwnAsync(anna, CancellationToken.None));
    }

    [Fact]
    public async Task An_account_that_an_operator_locked_is_not_its_persons_to_delete()
    {
        var found = (await _installation.Get<FindAccount>().ByAddressAsync("default", Post.Anna, CancellationToken.None))!;
        await _installation.Get<ChangeAccountState>().LockAsync(found, Order, CancellationToken.None);
        Assert.IsType<AccountChange.Unknown>(await _installation.Get<DeleteAccount>().DeleteOwnAsync(found.Account!.Id, CancellationToken.None));
        Assert.Equal(2, await _installation.QueryAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task The_sealed_key_is_overwritten_in_the_file()
    {
        var slot = await _installation.QueryAsync(db => db.Mailboxes.Where(m => m.Address == Post.Anna)
            .Join(db.KeySlots, m => m.Id, s => s.MailboxId, (_, s) => s).Where(s => s.Kind == KeySlotKind.Vault).Select(s => s.Slot).SingleAsync());
        await DeleteAsync(Post.Anna);
        await _installation.QueryAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));

        var database = await File.ReadAllBytesAsync(Path.Combine(_installation.Folder, "portal.db"));
        Assert.Equal(-1, database.AsSpan().IndexOf(slot.AsSpan(20)));
    }

    [Fact]
    public async Task The_audit_remembers_and_the_next_mail_invites_anew()
    {
        var before = (await FindAsync(Post.Anna))!;
        await DeleteAsync(Post.Anna);
        Assert.Null(await FindAsync(Post.Anna));

        var events = await _installation.Get<FindAccount>().EventsAsync(before, CancellationToken.None);
        Assert.Equal((AccountState.Registered, AccountState.Deleted, AccountTrigger.Delete), (events[^1].From, events[^1].To, events[^1].Trigger));
        Assert.True((await Invitation.SendAsync(_installation, Post.Anna)).InitialPassword.Length > 0);
        Assert.NotEqual(before.Mailbox.Id, (await FindAsync(Post.Anna))!.Mailbox.Id);
    }

    [Fact]
    public async Task An_invitation_is_deleted_with_its_mail()
    {
        var invitation = await Invitation.SendAsync(_installation, "carl@recipient.example");

        Assert.Equal(new AccountChange.Changed(AccountState.Invited, AccountState.Deleted), await DeleteAsync("carl@recipient.example"));

        Assert.Equal(new RegisterOutcome.UnknownNotice(), await _installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_done()
    {
        var found = (await FindAsync(Post.Anna))!;

        var done = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => DeleteAsync(found))));

        Assert.Single(done.OfType<AccountChange.Changed>());
    }

    private async Task RegisterAsync(string address) => Assert.IsType<RegisterOutcome.Registered>(await _installation.Get<RegisterAccount>()
        .RegisterAsync((await Invitation.SendAsync(_installation, address)).Request(), CancellationToken.None));

    private Task<FoundAccount?> FindAsync(string address) => _installation.Get<FindAccount>().ByAddressAsync("default", address, CancellationToken.None);

    private async Task<AccountChange> DeleteAsync(string address) => await DeleteAsync((await FindAsync(address))!);

    private Task<AccountChange> DeleteAsync(FoundAccount found) => _installation.Get<DeleteAccount>().DeleteAsync(found, Order, CancellationToken.None);
}
