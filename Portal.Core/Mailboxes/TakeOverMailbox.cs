using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>
/// Hands a mailbox over to whoever registers it, in the transaction of the registration. Until then nobody is there to hold a secret, so that the
/// vault key opens it. Where from now on only its owner is to open it, taking the vault slot away would not be enough: backups have it. The mailbox
/// gets a new key pair, which never had one, and the message keys in it are sealed anew.
/// </summary>
public sealed class TakeOverMailbox(VaultKey vault, IngestPublicKey ingest, LockMailboxes locks)
{
    /// <summary>Writes the new owner's slots.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="mailboxId">The mailbox.</param>
    /// <param name="secret">What the new owner's password opens slots with.</param>
    /// <param name="recoverable">Whether the vault key opens the mailbox from now on too.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SealingException">The vault slot was damaged or is not this mailbox's.</exception>
    public async Task TakeOverAsync(
        PortalContext context, Guid mailboxId, PasswordSecret secret, bool recoverable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var found = await (
            from mailbox in context.Mailboxes
            where mailbox.Id == mailboxId
            join slot in context.KeySlots on mailbox.Id equals slot.MailboxId
            where slot.Kind == KeySlotKind.Vault
            select new { mailbox.Address, slot.Slot }).SingleAsync(cancellationToken);
        using var key = VaultSlot.Open(found.Slot, vault, mailboxId);
        var old = new UnlockedMailbox(mailboxId, found.Address, key);
        if (recoverable)
        {
            await locks.WithPasswordAsync(context, [old], secret, recoverable: true, cancellationToken);
            return;
        }

        using var fresh = MailboxKey.Create();
        await SealAnewAsync(context, old, fresh, cancellationToken);

        // They were made with the old key: whoever has a backup of it could tell which messages belong together.
        await context.Deliveries.Where(d => d.MailboxId == mailboxId && d.ThreadKey != null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ThreadKey, (byte[]?)null), cancellationToken);
        var publicKey = fresh.PublicKey.ToBytes();
        await context.Mailboxes.Where(m => m.Id == mailboxId)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.PublicKey, publicKey), cancellationToken);
        await locks.WithPasswordAsync(context, [old with { Key = fresh }], secret, recoverable: false, cancellationToken);
    }

    private async Task SealAnewAsync(PortalContext context, UnlockedMailbox old, MailboxKey fresh, CancellationToken cancellationToken)
    {
        var deliveries = await context.Deliveries.Where(d => d.MailboxId == old.Id)
            .Select(d => new { d.Id, d.MessageId, d.SealedKey }).ToListAsync(cancellationToken);
        foreach (var delivery in deliveries)
        {
            if (Open(delivery.SealedKey, old, delivery.MessageId) is not { } opened)
            {
                continue; // damaged already: it opens for nobody, and the others must not suffer for it
            }

            using var messageKey = opened;
            var anew = SealedMessageKey.Rewrap(messageKey, fresh.SymmetricKey, old.Id, delivery.MessageId);
            await context.Deliveries.Where(d => d.Id == delivery.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.SealedKey, anew), cancellationToken);
        }

        await WrapDraftsAnew.RunAsync(context, old, fresh, cancellationToken);
    }

    private MessageKey? Open(byte[] sealedKey, UnlockedMailbox mailbox, Guid messageId)
    {
        try
        {
            return sealedKey.Length == SealedMessageKey.RewrappedSize
                ? SealedMessageKey.OpenRewrapped(sealedKey, mailbox.Key.SymmetricKey, mailbox.Id, messageId)
                : SealedMessageKey.Open(sealedKey, mailbox.Key.KeyPair, ingest.Key, mailbox.Id, messageId);
        }
        catch (SealingException)
        {
            return null;
        }
    }
}
