using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;

namespace Portal.Core.Messages;

/// <summary>Takes down when its owner first opened a message.</summary>
public sealed class MarkRead(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Doing it twice keeps the first time; another's message is left alone.</summary>
    /// <returns>Whether it was the first opening: of several at once, one is.</returns>
    public async Task<bool> MarkAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        DateTimeOffset? now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var own = context.Deliveries.Where(d => d.Id == id && owned.Contains(d.MailboxId));
        if (await own.Where(d => d.ReadAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, now).SetProperty(d => d.Unread, false), cancellationToken) > 0)
        {
            // Somebody has come to read what he was told of: notices arrive again.
            await context.Mailboxes.Where(m => m.UndeliverableAt != null && own.Any(d => d.MailboxId == m.Id && d.BouncedAt == null))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.UndeliverableAt, (DateTimeOffset?)null), cancellationToken);
            return true;
        }

        await own.Where(d => d.Unread).ExecuteUpdateAsync(set => set.SetProperty(d => d.Unread, false), cancellationToken);
        return false;
    }
}
