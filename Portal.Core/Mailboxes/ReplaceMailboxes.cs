using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>
/// Gives an address a new mailbox with a new key pair where nobody can open the old one any more, in the caller's transaction. The old one keeps its mail and
/// its slots, and takes no new mail: it opens again when its owner finds the recovery code or the former password.
/// </summary>
public sealed class ReplaceMailboxes(TimeProvider time)
{
    /// <summary>Replaces those of the account's mailboxes that take mail and are not open.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="open">The mailboxes whose keys are at hand.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The new ones, without slots yet; the caller locks them in the same transaction and disposes of them.</returns>
    public async Task<IReadOnlyList<UnlockedMailbox>> LostAsync(
        PortalContext context, Guid accountId, IReadOnlyList<UnlockedMailbox> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (ids, now) = (open.Select(m => m.Id).ToList(), time.GetUtcNow());
        var lost = await context.Mailboxes.Where(m => m.AccountId == accountId && m.ReplacedAt == null && !ids.Contains(m.Id))
            .ToListAsync(cancellationToken);
        var fresh = new List<UnlockedMailbox>(lost.Count);
        foreach (var old in lost)
        {
            await context.Mailboxes.Where(m => m.Id == old.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.ReplacedAt, now), cancellationToken);
            var mailbox = new UnlockedMailbox(Guid.NewGuid(), old.Address, MailboxKey.Create());
            fresh.Add(mailbox);
            context.Add(new Mailbox
            {
                Id = mailbox.Id,
                Tenant = old.Tenant,
                Address = old.Address,
                PublicKey = mailbox.Key.PublicKey.ToBytes(),
                AccountId = accountId,
                CreatedAt = now,
            });
        }

        await context.SaveChangesAsync(cancellationToken);
        foreach (var (old, mailbox) in lost.Zip(fresh))
        {
            // The key of a certificate is its owner's own: it opens mail for the address as before.
            await context.MailboxCertificates.Where(c => c.MailboxId == old.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.MailboxId, mailbox.Id), cancellationToken);
        }

        return fresh;
    }
}
