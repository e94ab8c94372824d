using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Tracking;

/// <summary>
/// Takes a message back from a recipient who has not opened it: for good, as if the recipient had deleted it, and its notices are not sent any more. Whoever else
/// got it keeps it.
/// </summary>
public sealed class WithdrawMessage(
    IDbContextFactory<PortalContext> contexts, BlobFolder blobs, RememberDeleted remember, AppendEvidence evidence)
{
    /// <summary>Takes it back. Between an opening and this, one statement decides: the delivery goes only while nobody has opened it.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="deliveryId">Its delivery.</param>
    /// <param name="cancellationToken">Ends the work before the commit; after it the blob is deleted in any case.</param>
    /// <returns>Whether it was taken back now.</returns>
    public async Task<bool> RunAsync(Guid messageId, Guid deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The first write, on the message: who deletes its other deliveries waits here (DeleteMessages). What an operator holds stays.
        await context.Messages.Where(m => m.Id == messageId).ExecuteUpdateAsync(set => set.SetProperty(m => m.Size, m => m.Size), cancellationToken);
        if (await context.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId && d.MessageId == messageId, cancellationToken) is not { } delivery)
        {
            return false;
        }

        var mailbox = await context.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == delivery.MailboxId, cancellationToken);
        await remember.RunAsync(context, [delivery], cancellationToken);
        if (await context.Deliveries
            .Where(d => d.Id == deliveryId && d.ReadAt == null && d.RepliedAt == null
                && (d.LockedAt == null || d.Lock != DeliveryLock.Administrator) && context.Messages.Any(m => m.Id == d.MessageId && m.HeldAt == null))
            .ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await DropAsync(context, messageId, delivery, cancellationToken);
        await evidence.AddAsync(
            context, messageId, [new EvidenceEvent(MessageEventKind.Withdrawn, deliveryId) { Recipient = mailbox.Address }], cancellationToken);
        var last = await context.Messages.Where(m => m.Id == messageId && !context.Deliveries.Any(d => d.MessageId == m.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (last > 0)
        {
            blobs.Delete(messageId);
        }

        return true;
    }

    // Notices that wait, also for the daily mail; and the invitation that this message brought, where no other message waits for its recipient.
    private static async Task DropAsync(PortalContext context, Guid messageId, Delivery delivery, CancellationToken cancellationToken)
    {
        var (id, mailboxId) = (delivery.Id, delivery.MailboxId);
        await context.Outbox.Where(o => o.DeliveryId == id && o.Kind == OutboxKind.Notice && (o.State == OutboxState.Waiting || o.State == OutboxState.Held))
            .ExecuteDeleteAsync(cancellationToken);
        await context.InitialPasswords
            .Where(p => p.MailboxId == mailboxId && p.MessageId == messageId && p.UsedAt == null && !context.Deliveries.Any(d => d.MailboxId == mailboxId))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
