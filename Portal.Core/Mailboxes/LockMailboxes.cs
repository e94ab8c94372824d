using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>Writes the slots of mailboxes whose keys are at hand, in the caller's transaction: with the rest of it, or not at all.</summary>
public sealed class LockMailboxes(VaultPublicKey vault, TimeProvider time)
{
    /// <summary>Replaces the password slots, and makes or takes away the vault slots.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="mailboxes">The mailboxes; others keep what they have.</param>
    /// <param name="secret">What their owner's password opens slots with.</param>
    /// <param name="recoverable">Whether the vault key is to open them too.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task WithPasswordAsync(
        PortalContext context, IReadOnlyList<UnlockedMailbox> mailboxes, PasswordSecret secret, bool recoverable, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        var slots = mailboxes.Select(m => Slot(m, KeySlotKind.Password, PasswordSlot.Create(m.Key, secret, m.Id)));
        if (recoverable)
        {
            slots = slots.Concat(mailboxes.Select(m => Slot(m, KeySlotKind.Vault, VaultSlot.Create(m.Key, vault, m.Id))));
        }

        return ReplaceAsync(context, mailboxes, [KeySlotKind.Password, KeySlotKind.Vault], slots, cancellationToken);
    }

    /// <summary>Replaces the recovery slots: an earlier code opens none of these mailboxes any more.</summary>
    public Task WithCodeAsync(
        PortalContext context, IReadOnlyList<UnlockedMailbox> mailboxes, RecoveryCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        var slots = mailboxes.Select(m => Slot(m, KeySlotKind.Recovery, RecoverySlot.Create(m.Key, code, m.Id)));
        return ReplaceAsync(context, mailboxes, [KeySlotKind.Recovery], slots, cancellationToken);
    }

    /// <summary>Those that are still the account's: an address may have left it, with its mailbox, after its key was opened.</summary>
    /// <param name="context">The context of the transaction that writes the slots.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="mailboxes">The mailboxes whose keys are at hand.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal static async Task<IReadOnlyList<UnlockedMailbox>> StillOfAsync(
        PortalContext context, Guid accountId, IReadOnlyList<UnlockedMailbox> mailboxes, CancellationToken cancellationToken)
    {
        var own = await context.Mailboxes.Where(m => m.AccountId == accountId).Select(m => m.Id).ToListAsync(cancellationToken);
        return [.. mailboxes.Where(m => own.Contains(m.Id))];
    }

    private static async Task ReplaceAsync(
        PortalContext context, IReadOnlyList<UnlockedMailbox> mailboxes, KeySlotKind[] kinds, IEnumerable<KeySlot> slots, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Slots are replaced in a transaction only: half of them would open nothing.");
        }

        var ids = mailboxes.Select(m => m.Id).ToList();
        await context.KeySlots.Where(s => ids.Contains(s.MailboxId) && kinds.Contains(s.Kind)).ExecuteDeleteAsync(cancellationToken);
        context.AddRange(slots);
        await context.SaveChangesAsync(cancellationToken);
    }

    private KeySlot Slot(UnlockedMailbox mailbox, KeySlotKind kind, byte[] slot) => new()
    {
        Id = Guid.NewGuid(),
        MailboxId = mailbox.Id,
        Kind = kind,
        Slot = slot,
        CreatedAt = time.GetUtcNow(),
    };
}
