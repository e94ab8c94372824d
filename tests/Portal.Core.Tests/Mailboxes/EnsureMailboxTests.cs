using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Mailboxes;

public sealed class EnsureMailboxTests : IAsyncLifetime
{
    private Installation _installation = null!;

    public async Task InitializeAsync() => _installation = await Installation.StartAsync();

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task A_new_address_gets_a_mailbox_whose_key_the_vault_can_open()
    {
        var made = await EnsureAsync(Post.Anna);

        Assert.True(made is { Registered: false, InitialPasswordUntil: null, Channel: null, Address: Post.Anna });
        Assert.True(made.NeedsInvitation(InitialPasswordChannel.None));
        var slot = await _installation.QueryAsync(db => db.KeySlots.SingleAsync());
        Assert.Equal((made.Id, KeySlotKind.Vault), (slot.MailboxId, slot.Kind));
        using var key = VaultSlot.Open(slot.Slot, _installation.Get<VaultKey>(), made.Id);
        Assert.Equal(made.PublicKey, key.PublicKey);
    }

    [Fact]
    public async Task Twenty_at_once_for_one_new_address_get_the_same_mailbox()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => EnsureAsync(Post.Anna))));

        var mailbox = await _installation.QueryAsync(db => db.Mailboxes.SingleAsync());
        var slot = await _installation.QueryAsync(db => db.KeySlots.SingleAsync());
        using var key = VaultSlot.Open(slot.Slot, _installation.Get<VaultKey>(), mailbox.Id);
        Assert.Equal(mailbox.PublicKey, key.PublicKey.ToBytes());
        Assert.All(found, f => Assert.Equal((mailbox.Id, key.PublicKey), (f.Id, f.PublicKey)));
    }

    [Fact]
    public async Task Every_address_and_tenant_has_a_mailbox_of_its_own()
    {
        var anna = await EnsureAsync(Post.Anna);
        var bert = await EnsureAsync(Post.Bert);
        var other = await _installation.Get<EnsureMailbox>().EnsureAsync("other", Post.Anna, CancellationToken.None);

        Assert.Equal(3, new[] { anna.Id, bert.Id, other.Id }.Distinct().Count());
        Assert.Equal(3, new[] { anna, bert, other }.Select(m => m.PublicKey).Distinct().Count());
    }

    [Fact]
    public async Task It_tells_until_when_there_is_an_initial_password()
    {
        await Invitation.SendAsync(_installation, Post.Anna);
        var until = await _installation.QueryAsync(db => db.InitialPasswords.Select(p => p.ExpiresAt).SingleAsync());

        Assert.Equal(until, (await EnsureAsync(Post.Anna)).InitialPasswordUntil);

        _installation.Clock.Move(until - _installation.Clock.GetUtcNow());
        Assert.True((await EnsureAsync(Post.Anna)).NeedsInvitation(InitialPasswordChannel.Sender));
    }

    [Fact]
    public async Task An_initial_password_without_tries_counts_as_none()
    {
        await Invitation.SendAsync(_installation, Post.Anna);
        await _installation.QueryAsync(db => db.InitialPasswords.ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, 0)));

        Assert.True((await EnsureAsync(Post.Anna)).NeedsInvitation(InitialPasswordChannel.Sender));
    }

    [Fact]
    public async Task A_registered_one_needs_no_invitation()
    {
        var anna = await Invitation.SendAsync(_installation, Post.Anna);
        await _installation.Get<RegisterAccount>().RegisterAsync(anna.Request(), CancellationToken.None);

        var registered = await EnsureAsync(Post.Anna);
        Assert.True(registered is { Registered: true, InitialPasswordUntil: null });
        Assert.False(registered.NeedsInvitation(InitialPasswordChannel.Sender));
    }

    private Task<MailboxAddress> EnsureAsync(string address) =>
        _installation.Get<EnsureMailbox>().EnsureAsync("default", address, CancellationToken.None);
}
