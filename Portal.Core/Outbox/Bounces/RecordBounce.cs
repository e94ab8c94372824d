using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Bounces;

/// <summary>
/// Takes down that a notice did not arrive: at the delivery, once; at the mailbox; and in the message's chain. Of what people wrote, and of what left for
/// somebody's own certificate, it is taken down at the outbox entry, once. Knows no key that opens anything: ingest hears of most bounces. Who wrote is told by
/// the web side.
/// </summary>
public sealed class RecordBounce(IDbContextFactory<PortalContext> contexts, AppendEvidence evidence, TimeProvider time)
{
    /// <summary>A report has come.</summary>
    /// <returns>False where there is nothing any more that it tells of.</returns>
    public async Task<bool> RunAsync(BounceTarget target, DeliveryReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return (target.DeliveryId is { } delivery && await RunAsync(delivery, report, cancellationToken))
            || (target.EntryId is { } entry && await ReturnAsync(entry, report, cancellationToken));
    }

    /// <summary>A report on a notice has come.</summary>
    /// <returns>False where there is no such delivery any more.</returns>
    public async Task<bool> RunAsync(Guid deliveryId, DeliveryReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Deliveries.Where(d => d.Id == deliveryId).Select(d => (Guid?)d.MailboxId).FirstOrDefaultAsync(cancellationToken) is not { } mailboxId)
        {
            return false;
        }

        switch (report.Action)
        {
            case ReportedAction.Failed:
                await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
                {
                    await AddAsync(context, deliveryId, report.Status, cancellationToken);
                    await transaction.CommitAsync(cancellationToken);
                }

                break;
            case ReportedAction.Delivered:
                await context.Mailboxes.Where(m => m.Id == mailboxId && m.UndeliverableAt != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.UndeliverableAt, (DateTimeOffset?)null), cancellationToken);
                break;
        }

        return true;
    }

    // A report may be here before it is written down that the mail has left; and what came back needs no other attempt.
    private async Task<bool> ReturnAsync(Guid entryId, DeliveryReport report, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = context.Outbox.Where(e => e.Id == entryId);
        if (report.Action == ReportedAction.Failed)
        {
            await entries.Where(e => e.State == OutboxState.Awaited || e.State == OutboxState.Waiting).ExecuteUpdateAsync(
                set => set.SetProperty(e => e.State, OutboxState.Returned).SetProperty(e => e.LastFailure, report.Status), cancellationToken);
        }

        return await entries.AnyAsync(cancellationToken);
    }

    /// <summary>A notice's failure, within the caller's transaction. What was opened before needs no notice: nothing is taken down then.</summary>
    /// <param name="context">The caller's, in a transaction.</param>
    /// <param name="deliveryId">The delivery that the notice told of.</param>
    /// <param name="status">Why, as digits.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    internal async Task AddAsync(PortalContext context, Guid deliveryId, string status, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        if (await context.Deliveries.Where(d => d.Id == deliveryId && d.BouncedAt == null && d.ReadAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.BouncedAt, now).SetProperty(d => d.BounceStatus, status), cancellationToken) == 0)
        {
            return;
        }

        var (messageId, mailboxId, address) = await context.Deliveries.Where(d => d.Id == deliveryId)
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new ValueTuple<Guid, Guid, string>(d.MessageId, m.Id, m.Address))
            .SingleAsync(cancellationToken);
        await context.Mailboxes.Where(m => m.Id == mailboxId && m.UndeliverableAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.UndeliverableAt, now), cancellationToken);
        var failed = new EvidenceEvent(MessageEventKind.NoticeFailed, deliveryId)
        {
            Recipient = address,
            Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["status"] = status },
        };
        await evidence.AddAsync(context, messageId, [failed], cancellationToken);
    }
}
