using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>
/// Opens an account's mailboxes: through their vault slots, or with a secret that their owner has. A slot that is damaged or another mailbox's opens nothing,
/// which the log says; its mailbox stays shut where no other slot opens it, and keeps its owner out of no other.
/// </summary>
public sealed partial class UnlockMailboxes(IDbContextFactory<PortalContext> contexts, VaultKey vault, ILogger<UnlockMailboxes> logger)
{
    /// <summary>All mailboxes of the account that have a vault slot. Only the web side has the key for that.</summary>
    public Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, CancellationToken cancellationToken) =>
        OpenAsync(accountId, KeySlotKind.Vault, (slot, id) => VaultSlot.Open(slot, vault, id), cancellationToken);

    /// <summary>The mailboxes that the password opens. One whose slot was written with an earlier password stays shut and is left out.</summary>
    /// <param name="accountId">The account whose password was verified.</param>
    /// <param name="secret">What verifying it gave.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, PasswordSecret secret, CancellationToken cancellationToken) =>
        OpenAsync(accountId, KeySlotKind.Password, (slot, id) => PasswordSlot.Open(slot, secret, id), cancellationToken);

    /// <summary>The mailboxes that the recovery code opens; none where it is another's.</summary>
    public Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, RecoveryCode code, CancellationToken cancellationToken) =>
        OpenAsync(accountId, KeySlotKind.Recovery, (slot, id) => RecoverySlot.Open(slot, code, id), cancellationToken);

    /// <summary>All that can be opened at a sign-in: by the vault key, and where there is no vault slot by the password.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="secret">What verifying its password gave, or null where it was not asked for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task<IReadOnlyList<UnlockedMailbox>> AllAsync(Guid accountId, PasswordSecret? secret, CancellationToken cancellationToken) =>
        AddAsync(accountId, secret is null ? null : open => OfAsync(accountId, secret, open), cancellationToken);

    /// <summary>The same with a recovery code in the password's place.</summary>
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
        Guid accountId, KeySlotKind kind, Func<byte[], Guid, MailboxKey> open, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var slots = await (
            from mailbox in context.Mailboxes
            where mailbox.AccountId == accountId
            join slot in context.KeySlots on mailbox.Id equals slot.MailboxId
            where slot.Kind == kind
            orderby mailbox.ReplacedAt != null, mailbox.CreatedAt, mailbox.Address // the first names the session
            select new { mailbox.Id, mailbox.Address, slot.Slot }).ToListAsync(cancellationToken);
        return [.. slots.Select(slot => (slot.Id, slot.Address, Key: OpenOrNull(kind, slot.Slot, slot.Id, open)))
            .Where(slot => slot.Key is not null).Select(slot => new UnlockedMailbox(slot.Id, slot.Address, slot.Key!))];
    }

    // That a secret is not a slot's own is an answer; that the vault key is not, or anything else that is wrong with a slot, is for the operator.
    private MailboxKey? OpenOrNull(KeySlotKind kind, byte[] slot, Guid mailboxId, Func<byte[], Guid, MailboxKey> open)
    {
        try
        {
            return open(slot, mailboxId);
        }
        catch (SealingException refusal)
        {
            if (kind == KeySlotKind.Vault || refusal.Failure is not SealingFailure.WrongKey)
            {
                LogDamaged(kind, mailboxId, refusal.Failure);
            }

            return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The {Kind} slot of mailbox {Mailbox} is damaged ({Failure}) and opens nothing.")]
    private partial void LogDamaged(KeySlotKind kind, Guid mailbox, SealingFailure failure);
}
