using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Accounts;
using Portal.Core.Tests.Accounts.Resets;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Mailboxes;

/// <summary>What a registration makes of a mailbox's key.</summary>
public sealed class TakeOverMailboxTests
{
    [Fact]
    public async Task Where_the_mail_is_recoverable_the_vault_key_and_the_password_open_it()
    {
        await using var bench = await ResetBench.StartAsync();
        Assert.Equal([KeySlotKind.Vault, KeySlotKind.Password], (await bench.SlotsAsync()).Select(slot => slot.Kind));
    }

    [Fact]
    public async Task Where_only_the_recipient_opens_it_the_vault_slot_is_gone_and_a_backups_one_opens_neither_old_nor_new_mail()
    {
        await using var installation = await Installation.StartAsync(null, ("Tenants:default:MailboxRecovery", "RecipientOnly"));
        var invitation = await Invitation.SendAsync(installation, Post.Anna);
        var backup = await installation.QueryAsync(db => db.KeySlots.SingleAsync());
        var before = await installation.QueryAsync(db => db.Messages.Select(m => m.Id).SingleAsync());
        var outcome = await installation.Get<Core.Accounts.RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
        var registered = Assert.IsType<Core.Accounts.RegisterOutcome.Registered>(outcome);
        var post = new Post(installation);
        var after = await post.DeliverAsync(Post.Mail("After"), Post.Anna);

        Assert.Equal([KeySlotKind.Password], await installation.QueryAsync(db => db.KeySlots.Select(s => s.Kind).ToListAsync()));
        var owners = await installation.Get<UnlockMailboxes>().AllAsync(registered.Account.Id, registered.Secret, CancellationToken.None);
        using var old = VaultSlot.Open(backup.Slot, installation.Get<VaultKey>(), backup.MailboxId);
        IReadOnlyList<UnlockedMailbox> thiefs = [new(backup.MailboxId, Post.Anna, old)];
        foreach (var message in (Guid[])[before, after])
        {
            var delivery = await post.DeliveryAsync(message);
            using (await installation.Get<OpenMessage>().OpenAsync(owners, delivery, CancellationToken.None))
            {
            }

            await Assert.ThrowsAsync<Core.Sealing.SealingException>(() => installation.Get<OpenMessage>().OpenAsync(thiefs, delivery, CancellationToken.None));
        }

        await installation.QueryAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        var database = await File.ReadAllBytesAsync(Path.Combine(installation.Folder, "portal.db"));
        Assert.Equal(-1, database.AsSpan().IndexOf(backup.Slot.AsSpan(20)));
    }

    [Fact]
    public async Task A_message_sealed_to_the_key_of_before_is_refused_for_now_and_its_next_try_finds_the_new_one()
    {
        await using var installation = await Installation.StartAsync(null, ("Tenants:default:MailboxRecovery", "RecipientOnly"));
        var invitation = await Invitation.SendAsync(installation, Post.Anna);
        var post = new Post(installation);
        using var late = await post.SealAsync(Post.Mail("Late"));
        var prepared = await post.IncomingAsync(late, Post.Anna);
        var registered = (Core.Accounts.RegisterOutcome.Registered)await installation.Get<Core.Accounts.RegisterAccount>()
            .RegisterAsync(invitation.Request(), CancellationToken.None);

        await Assert.ThrowsAsync<MessageWriter.KeyChangedException>(() => installation.Get<SaveMessage>().SaveAsync(prepared, CancellationToken.None));
        Assert.Equal(1, await installation.QueryAsync(db => db.Deliveries.CountAsync()));

        var again = await post.DeliverAsync(Post.Mail("Late"), Post.Anna);
        var open = await installation.Get<UnlockMailboxes>().AllAsync(registered.Account.Id, registered.Secret, CancellationToken.None);
        using var opened = await installation.Get<OpenMessage>().OpenAsync(open, await post.DeliveryAsync(again), CancellationToken.None);
        Assert.NotNull(opened);
    }
}
