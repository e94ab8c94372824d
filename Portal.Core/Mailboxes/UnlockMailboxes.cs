using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>Opens an account's mailboxes through their vault slots. Only the web side has the key for that.</summary>
public sealed class UnlockMailboxes(IDbContextFactory<PortalContext> contexts, VaultKey vault)
{
    /// <summary>All mailboxes of the account that have a vault slot.</summary>
    /// <exception cref="Sealing.SealingException">A slot was damaged or is not this mailbox's.</exception>
    public async Task<IReadOnlyList<UnlockedMailbox>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var slots = await (
            from mailbox in context.Mailboxes
            where mailbox.AccountId == accountId
            join slot in context.KeySlots on mailbox.Id equals slot.MailboxId
            where slot.Kind == KeySlotKind.Vault
            select new { mailbox.Id, mailbox.Address, slot.Slot }).ToListAsync(cancellationToken);
        return [.. slots.Select(s => new UnlockedMailbox(s.Id, s.Address, VaultSlot.Open(s.Slot, vault, s.Id)))];
    }
}
