using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Mailboxes;

public sealed class UnlockMailboxesTests : IAsyncLifetime
{
    private readonly Guid _owner = Guid.NewGuid();
    private readonly Guid _other = Guid.NewGuid();
    private Installation _installation = null!;
    private MailboxAddress _anna = null!;
    private MailboxAddress _bert = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        await _installation.QueryAsync(db =>
        {
            db.AddRange(new Account { Id = _owner, UserName = "one" }, new Account { Id = _other, UserName = "two" });
            return db.SaveChangesAsync();
        });
        _anna = await new Post(_installation).MailboxAsync(Post.Anna);
        _bert = await new Post(_installation).MailboxAsync(Post.Bert);
        await GiveAsync(_anna.Id, _owner);
        await GiveAsync(_bert.Id, _other);
    }

    public async Task DisposeAsync() => await _installation.DisposeAsync();

    [Fact]
    public async Task An_owner_gets_the_own_mailboxes_alone()
    {
        var unlocked = Assert.Single(await UnlockAsync(_owner));

        Assert.Equal((_anna.Id, Post.Anna), (unlocked.Id, unlocked.Address));
        Assert.Equal(_anna.PublicKey, unlocked.Key.PublicKey);
        Assert.Empty(await UnlockAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task All_mailboxes_of_an_owner_are_opened()
    {
        await GiveAsync(_bert.Id, _owner);

        Assert.Equal([Post.Anna, Post.Bert], (await UnlockAsync(_owner)).Select(m => m.Address).Order(StringComparer.Ordinal));
        Assert.Empty(await UnlockAsync(_other));
    }

    [Fact]
    public async Task A_slot_that_was_moved_to_another_mailbox_opens_nothing()
    {
        var slots = await _installation.QueryAsync(db => db.KeySlots.ToDictionaryAsync(s => s.MailboxId, s => s.Slot));

        await PutAsync(_anna.Id, slots[_bert.Id]);

        Assert.Empty(await UnlockAsync(_owner));
    }

    [Fact]
    public async Task A_slot_with_any_bit_changed_opens_nothing()
    {
        var slot = await _installation.QueryAsync(db => db.KeySlots.Where(s => s.MailboxId == _anna.Id).Select(s => s.Slot).SingleAsync());
        for (var place = 0; place < slot.Length; place++)
        {
            slot[place] ^= (byte)(1 << (place % 8));
            await PutAsync(_anna.Id, slot);
            Assert.Empty(await UnlockAsync(_owner));
            slot[place] ^= (byte)(1 << (place % 8));
        }

        await PutAsync(_anna.Id, slot);
        Assert.Single(await UnlockAsync(_owner));
    }

    [Fact]
    public async Task A_damaged_slot_keeps_its_own_mailbox_shut_and_no_other()
    {
        await GiveAsync(_bert.Id, _owner);
        await PutAsync(_anna.Id, new byte[123]);

        Assert.Equal(_bert.Id, Assert.Single(await UnlockAsync(_owner)).Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(122)]
    [InlineData(124)]
    public async Task A_slot_of_another_length_opens_nothing(int length)
    {
        await PutAsync(_anna.Id, new byte[length]);

        Assert.Empty(await UnlockAsync(_owner));
    }

    private Task<IReadOnlyList<UnlockedMailbox>> UnlockAsync(Guid account) =>
        _installation.Get<UnlockMailboxes>().OfAsync(account, CancellationToken.None);

    private Task<int> GiveAsync(Guid mailbox, Guid? account) => _installation.QueryAsync(db => db.Mailboxes
        .Where(m => m.Id == mailbox).ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, account)));

    private Task<int> PutAsync(Guid mailbox, byte[] slot) => _installation.QueryAsync(db => db.KeySlots
        .Where(s => s.MailboxId == mailbox).ExecuteUpdateAsync(set => set.SetProperty(s => s.Slot, slot)));
}
