using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>Opens an account's mailboxes: through their vault slots, or with a secret that their owner has.</summary>
public sealed class UnlockMailboxes(IDbContextFactory<PortalContext> contexts, VaultKey vault)
{
    /// <summary>All mailboxes of the account that have a vault slot. Only the web side has the key for that.</summary>
    /// <exception cref="SealingException">A slot was damaged or is not this mailbox's.</exception>
    public Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, CancellationToken cancellationToken) =>
        OpenAsync(accountId, KeySlotKind.Vault, (slot, id) => VaultSlot.Open(slot, vault, id), cancellationToken);

    /// <summary>The mailboxes that the password opens. One whose slot was written with an earlier password stays shut and is left out.</summary>
    /// <param name="accountId">The account whose password was verified.</param>
    /// <param name="secret">What verifying it gave.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SealingException">A slot is malformed or forged.</exception>
    public Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, PasswordSecret secret, CancellationToken cancellationToken) =>
        OpenAsync(accountId, KeySlotKind.Password, OrNull((slot, id) => PasswordSlot.Open(slot, secret, id)), cancellationToken);

    /// <summary>The mailboxes that the recovery code opens; none where it is another's.</summary>
    /// <exception cref="SealingException">A slot is malformed or forged.</exception>
    public Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, RecoveryCode code, CancellationToken cancellationToken) =>
        OpenAsync(accountId, KeySlotKind.Recovery, OrNull((slot, id) => RecoverySlot.Open(slot, code, id)), cancellationToken);

    /// <summary>All that can be opened at a sign-in: by the vault key, and where there is no vault slot by the password.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="secret">What verifying its password gave, or null where it was not asked for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SealingException">A slot is malformed, forged, or another mailbox's.</exception>
    public Task<IReadOnlyList<UnlockedMailbox>> AllAsync(Guid accountId, PasswordSecret? secret, CancellationToken cancellationToken) =>
        AddAsync(accountId, secret is null ? null : open => OfAsync(accountId, secret, open), cancellationToken);

    /// <summary>The same with a recovery code in the password's place.</summary>
    /// <exception cref="SealingException">A slot is malformed, forged, or another mailbox's.</exception>
    public Task<IReadOnlyList<UnlockedMailbox>> AllAsync(Guid accountId, RecoveryCode? code, CancellationToken cancellationToken) =>
        AddAsync(accountId, code is null ? null : open => OfAsync(accountId, code, open), cancellationToken);

    private async Task<IReadOnlyList<UnlockedMailbox>> AddAsync(
        Guid accountId, Func<CancellationToken, Task<IReadOnlyList<UnlockedMailbox>>>? others, CancellationToken cancellationToken)
    {
        var unlocked = new List<UnlockedMailbox>(await OfAsync(accountId, cancellationToken));
        if (others is null)
        {
            return unlocked;
        }

        foreach (var mailbox in await others(cancellationToken))
        {
            if (unlocked.Exists(m => m.Id == mailbox.Id))
            {
                mailbox.Key.Dispose();
            }
            else
            {
                unlocked.Add(mailbox);
            }
        }

        return unlocked;
    }

    private async Task<IReadOnlyList<UnlockedMailbox>> OpenAsync(
        Guid accountId, KeySlotKind kind, Func<byte[], Guid, MailboxKey?> open, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var slots = await (
            from mailbox in context.Mailboxes
            where mailbox.AccountId == accountId
            join slot in context.KeySlots on mailbox.Id equals slot.MailboxId
            where slot.Kind == kind
            orderby mailbox.ReplacedAt != null, mailbox.CreatedAt, mailbox.Address // the first names the session
            select new { mailbox.Id, mailbox.Address, slot.Slot }).ToListAsync(cancellationToken);
        var unlocked = new List<UnlockedMailbox>(slots.Count);
        try
        {
            foreach (var slot in slots)
            {
                if (open(slot.Slot, slot.Id) is { } key)
                {
                    unlocked.Add(new UnlockedMailbox(slot.Id, slot.Address, key));
                }
            }

            return unlocked;
        }
        catch (SealingException)
        {
            unlocked.ForEach(mailbox => mailbox.Key.Dispose());
            throw;
        }
    }

    // A key that is not the slot's is an answer here; whatever else is wrong with a slot is not.
    private static Func<byte[], Guid, MailboxKey?> OrNull(Func<byte[], Guid, MailboxKey> open) => (slot, id) =>
    {
        try
        {
            return open(slot, id);
        }
        catch (SealingException refusal) when (refusal.Failure is SealingFailure.WrongKey)
        {
            return null;
        }
    };
}
