using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Locks;

/// <summary>
/// Locks deliveries, and unlocks them. Nobody opens a locked one (<see cref="OpenMessage"/>), and listings show nothing of it; its key stays, so that it opens
/// again afterwards. Who may do so is the caller's to say, in <c>which</c>.
/// </summary>
public sealed class LockDelivery(IDbContextFactory<PortalContext> contexts, AppendEvidence evidence, TimeProvider time)
{
    /// <summary>So often a sender locks and unlocks one in all: each is a link in a chain that is never cut.</summary>
    public const int Most = 20;

    /// <summary>Locks one for the sender or an operator.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="deliveryId">Its delivery.</param>
    /// <param name="by">Who locks it.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Whether it is locked now and was not before by somebody who counts as much.</returns>
    public Task<bool> LockAsync(Guid messageId, Guid deliveryId, DeliveryLock by, CancellationToken cancellationToken) => RunAsync(
        context => LockAsync(context, context.Deliveries.Where(d => d.Id == deliveryId && d.MessageId == messageId), by, cancellationToken), cancellationToken);

    /// <summary>Unlocks one for the sender or an operator.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="deliveryId">Its delivery.</param>
    /// <param name="by">Who unlocks it.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Whether it was locked until now, and not by an operator where the sender asks.</returns>
    public Task<bool> UnlockAsync(Guid messageId, Guid deliveryId, DeliveryLock by, CancellationToken cancellationToken) => RunAsync(
        context => UnlockAsync(context, context.Deliveries.Where(d => d.Id == deliveryId && d.MessageId == messageId), by, cancellationToken), cancellationToken);

    /// <summary>Locks what is not locked yet, within the caller's transaction; an operator's lock takes the place of any other.</summary>
    /// <returns>Whether anything was locked.</returns>
    internal async Task<bool> LockAsync(PortalContext context, IQueryable<Delivery> which, DeliveryLock by, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var open = which.Where(d => d.LockedAt == null || (by == DeliveryLock.Administrator && d.Lock != DeliveryLock.Administrator));
        return await ChangeAsync(
            context, open, MessageEventKind.Locked, by,
            changed => changed.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now).SetProperty(d => d.Lock, by), cancellationToken),
            cancellationToken);
    }

    /// <summary>
    /// Unlocks within the caller's transaction. The sender undoes his own lock and the recipient's, who may have pressed the wrong button: what is in the message
    /// is his, and he has asked by then whom it reached. An operator undoes each, a recipient none.
    /// </summary>
    /// <returns>Whether anything was unlocked.</returns>
    internal async Task<bool> UnlockAsync(PortalContext context, IQueryable<Delivery> which, DeliveryLock by, CancellationToken cancellationToken)
    {
        var locked = which.Where(d => d.LockedAt != null
            && (by == DeliveryLock.Administrator || (by == DeliveryLock.Sender && d.Lock != DeliveryLock.Administrator)));
        return await ChangeAsync(
            context, locked, MessageEventKind.Unlocked, by,
            changed => changed.ExecuteUpdateAsync(
                set => set.SetProperty(d => d.LockedAt, (DateTimeOffset?)null).SetProperty(d => d.Lock, DeliveryLock.None), cancellationToken),
            cancellationToken);
    }

    private async Task<bool> RunAsync(Func<PortalContext, Task<bool>> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var changed = await change(context);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    private async Task<bool> ChangeAsync(
        PortalContext context, IQueryable<Delivery> which, MessageEventKind kind, DeliveryLock by, Func<IQueryable<Delivery>, Task<int>> write,
        CancellationToken cancellationToken)
    {
        var found = await which.Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { d.Id, d.MessageId, m.Address })
            .ToListAsync(cancellationToken);
        var (ids, messages) = (found.Select(d => d.Id).ToList(), found.Select(d => d.MessageId).ToList());
        if (by == DeliveryLock.Sender && await context.MessageEvents.CountAsync(
            e => e.DeliveryId != null && ids.Contains(e.DeliveryId.Value) && messages.Contains(e.MessageId)
                && (e.Kind == MessageEventKind.Locked || e.Kind == MessageEventKind.Unlocked), cancellationToken) >= Most)
        {
            return false;
        }

        if (found.Count == 0 || await write(which) == 0)
        {
            return false;
        }

        await evidence.AddAsync(
            context,
            [.. found.Select(d => (d.MessageId, new EvidenceEvent(kind, d.Id)
            {
                Recipient = d.Address,
                Facts = new Dictionary<string, string> { ["by"] = by.ToString() },
            }))],
            cancellationToken);
        return true;
    }
}
