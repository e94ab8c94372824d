using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;

namespace Portal.Core.Messages;

/// <summary>Takes down when its owner first opened a message.</summary>
public sealed class MarkRead(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Doing it twice keeps the first time; another's message is left alone.</summary>
    public async Task MarkAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        DateTimeOffset? now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Deliveries
            .Where(d => d.Id == id && owned.Contains(d.MailboxId) && d.ReadAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, now), cancellationToken);
    }
}
