using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages;

/// <summary>
/// Deletes messages out of a reader's mailboxes for good. The message keys go with the rows, and the notices' links; who else got the message keeps it. The
/// same mail, handed in again, does not come back.
/// </summary>
public sealed class DeleteMessages(IDbContextFactory<PortalContext> contexts, BlobFolder blobs, RememberDeleted remember, AppendEvidence evidence)
{
    /// <summary>How many of them an operator holds, so that they cannot be deleted.</summary>
    public async Task<int> CountHeldAsync(IReadOnlyList<UnlockedMailbox> mailboxes, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.CountAsync(
            d => ids.Contains(d.Id) && owned.Contains(d.MailboxId) && context.Messages.Any(m => m.Id == d.MessageId && m.HeldAt != null), cancellationToken);
    }

    /// <summary>Deletes them; another's messages, and those that an operator holds, are left alone. What somebody downloads at this moment goes on to its end.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="ids">The deliveries.</param>
    /// <param name="cancellationToken">Ends the work before the commit; after it the blobs are deleted in any case.</param>
    /// <returns>How many were there; of several calls at once each message counts in one.</returns>
    public async Task<int> DeleteAsync(IReadOnlyList<UnlockedMailbox> mailboxes, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var own = context.Deliveries.Where(d => ids.Contains(d.Id) && owned.Contains(d.MailboxId)
            && context.Messages.Any(m => m.Id == d.MessageId && m.HeldAt == null));
        var messages = await own.Select(d => d.MessageId).Distinct().ToListAsync(cancellationToken);

        // The first write, on the messages: who deletes their other deliveries waits here, so that the last one sees that it is the last.
        await context.Messages.Where(m => messages.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.Size, m => m.Size), cancellationToken);
        var deliveries = await own.ToListAsync(cancellationToken);
        await WriteDeleted.RunAsync(context, evidence, own, "message", cancellationToken);
        await remember.RunAsync(context, deliveries, cancellationToken);
        var deleted = await own.ExecuteDeleteAsync(cancellationToken);
        var left = await context.Messages.Where(m => messages.Contains(m.Id) && !context.Deliveries.Any(d => d.MessageId == m.Id))
            .Select(m => m.Id).ToListAsync(cancellationToken);
        await context.Messages.Where(m => left.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // A crash before this leaves bytes without keys, which the sweep takes.
        left.ForEach(blobs.Delete);
        return deleted;
    }
}
