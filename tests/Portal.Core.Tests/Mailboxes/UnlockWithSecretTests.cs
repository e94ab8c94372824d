using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Mailboxes;

/// <summary>Mailboxes without a vault slot: what opens them is their owner's alone.</summary>
public sealed class UnlockWithSecretTests : IAsyncLifetime, IDisposable
{
    private readonly Guid _owner = Guid.NewGuid();
    private readonly ServerPepper _pepper = new(new byte[ServerPepper.Size]);
    private readonly RecoveryCode _code = RecoveryCode.Create();
    private Installation _installation = null!;
    private PasswordSecret _password = null!;
    private Guid _anna;
    private Guid _bert;

    public async Task InitializeAsync()
    {
        _password = PasswordSecret.OfMade("kmrtpxwbcdghjnsz", _pepper);
        _installation = await Installation.StartAsync();
        await _installation.QueryAsync(db =>
        {
            db.Add(new Account { Id = _owner, UserName = "one" });
            return db.SaveChangesAsync();
        });
        _anna = await OwnAsync(Post.Anna);
        _bert = await OwnAsync(Post.Bert);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    public void Dispose()
    {
        _password.Dispose();
        _code.Dispose();
        _pepper.Dispose();
    }

    [Fact]
    public async Task The_password_and_the_recovery_code_each_open_all_mailboxes()
    {
        var keys = await _installation.QueryAsync(db => db.Mailboxes.ToDictionaryAsync(m => m.Id, m => m.PublicKey));

        foreach (var opened in new[] { await ByPasswordAsync(_password), await ByCodeAsync(_code) })
        {
            Assert.Equal([Post.Anna, Post.Bert], opened.Select(m => m.Address).Order(StringComparer.Ordinal));
            Assert.All(opened, mailbox => Assert.Equal(keys[mailbox.Id], mailbox.Key.PublicKey.ToBytes()));
        }

        Assert.Empty(await _installation.Get<UnlockMailboxes>().OfAsync(_owner, CancellationToken.None)); // no vault slots
    }

    [Fact]
    public async Task Another_password_or_code_or_account_opens_none()
    {
        using var password = PasswordSecret.OfMade("kmrtpxwbcdghjnsx", _pepper);
        using var code = RecoveryCode.Create();

        Assert.Empty(await ByPasswordAsync(password));
        Assert.Empty(await ByCodeAsync(code));
        Assert.Empty(await _installation.Get<UnlockMailboxes>().OfAsync(Guid.NewGuid(), _password, CancellationToken.None));
        Assert.Empty(await _installation.Get<UnlockMailboxes>().OfAsync(Guid.NewGuid(), _code, CancellationToken.None));
    }

    [Fact]
    public async Task A_slot_of_an_earlier_password_leaves_its_mailbox_shut_and_the_others_open()
    {
        using var earlier = PasswordSecret.OfMade("kmrtpxwbcdghjnsx", _pepper);
        using var key = MailboxKey.Create();
        await PutAsync(_anna, KeySlotKind.Password, PasswordSlot.Create(key, earlier, _anna));

        Assert.Equal(_bert, Assert.Single(await ByPasswordAsync(_password)).Id);
    }

    [Fact]
    public async Task A_damaged_or_moved_slot_opens_nothing_and_keeps_no_other_mailbox_shut()
    {
        var annas = await _installation.QueryAsync(db => db.KeySlots.Where(s => s.MailboxId == _anna).ToDictionaryAsync(s => s.Kind, s => s.Slot));
        await PutAsync(_bert, KeySlotKind.Password, annas[KeySlotKind.Password]);
        await PutAsync(_bert, KeySlotKind.Recovery, annas[KeySlotKind.Recovery]);

        Assert.Equal(_anna, Assert.Single(await ByPasswordAsync(_password)).Id);
        Assert.Equal(_anna, Assert.Single(await ByCodeAsync(_code)).Id);
        await PutAsync(_bert, KeySlotKind.Password, annas[KeySlotKind.Recovery]);
        await PutAsync(_anna, KeySlotKind.Recovery, [.. annas[KeySlotKind.Recovery][..^1], 0, 0]);
        Assert.Equal(_anna, Assert.Single(await ByPasswordAsync(_password)).Id);
        Assert.Empty(await ByCodeAsync(_code));
    }

    private Task<IReadOnlyList<UnlockedMailbox>> ByPasswordAsync(PasswordSecret secret) =>
        _installation.Get<UnlockMailboxes>().OfAsync(_owner, secret, CancellationToken.None);

    private Task<IReadOnlyList<UnlockedMailbox>> ByCodeAsync(RecoveryCode code) =>
        _installation.Get<UnlockMailboxes>().OfAsync(_owner, code, CancellationToken.None);

    private async Task<Guid> OwnAsync(string address)
    {
        using var key = MailboxKey.Create();
        var mailbox = new Mailbox
        {
            Id = Guid.NewGuid(), Tenant = "default", Address = address, PublicKey = key.PublicKey.ToBytes(), AccountId = _owner,
            CreatedAt = _installation.Clock.GetUtcNow(),
        };
        var slots = new[]
        {
            (KeySlotKind.Password, PasswordSlot.Create(key, _password, mailbox.Id)),
            (KeySlotKind.Recovery, RecoverySlot.Create(key, _code, mailbox.Id)),
        };
        await _installation.QueryAsync(db =>
        {
            db.Add(mailbox);
            db.AddRange(slots.Select(s => new KeySlot
            {
                Id = Guid.NewGuid(), MailboxId = mailbox.Id, Kind = s.Item1, Slot = s.Item2, CreatedAt = mailbox.CreatedAt,
            }));
            return db.SaveChangesAsync();
        });
        return mailbox.Id;
    }

    private Task<int> PutAsync(Guid mailbox, KeySlotKind kind, byte[] slot) => _installation.QueryAsync(db => db.KeySlots
        .Where(s => s.MailboxId == mailbox && s.Kind == kind).ExecuteUpdateAsync(set => set.SetProperty(s => s.Slot, slot)));
}
