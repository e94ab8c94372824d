using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>The outbox as a queue that several processes may work on.</summary>
/// <param name="contexts">The database.</param>
/// <param name="journal">What this process has claimed.</param>
/// <param name="clock">The time.</param>
/// <param name="sms">Whether it is the queue of the SMS, or that of everything else.</param>
/// <param name="evidence">Where it is taken down that notices left; null for queues that send none.</param>
/// <param name="bounces">Where it is taken down that a notice cannot be delivered; null for queues that send none.</param>
/// <param name="addresses">To which addresses what is sent may come back; null for queues that send nothing of the kind.</param>
internal sealed class OutboxQueue(
    IDbContextFactory<PortalContext> contexts, OutboxJournal journal, TimeProvider clock, bool sms = false, AppendEvidence? evidence = null, RecordBounce? bounces = null,
    BounceAddresses? addresses = null)
{
    /// <summary>Writes down what became of claimed entries and claims the next due ones, in one transaction.</summary>
    /// <param name="settled">Attempts that are over.</param>
    /// <param name="most">How many to claim at most; 0 claims none.</param>
    /// <param name="lease">For how long nobody else gets them.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>The claimed entries, the longest due first; their DueAt is the end of the lease.</returns>
    public async Task<IReadOnlyList<OutboxEntry>> TurnAsync(
        IReadOnlyCollection<Settlement> settled, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();

        // Looking costs no write lock: the mail doors want it.
        if (settled.Count == 0 && !await context.Outbox.AnyAsync(
            e => e.State == OutboxState.Waiting && e.DueAt <= now && (e.Kind == OutboxKind.Sms) == sms, cancellationToken))
        {
            return [];
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await SettleAsync(context, settled, now, cancellationToken);
        var claimed = most > 0 ? await ClaimAsync(context, most, now, now + lease, cancellationToken) : [];
        try
        {
            journal.Claim(claimed);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            journal.Forget(claimed);
            throw;
        }

        journal.Forget(settled.Select(s => s.Entry));
        return claimed;
    }

    // One statement, so that of two processes only one gets an entry: the second finds it no longer due.
    private async Task<List<OutboxEntry>> ClaimAsync(
        PortalContext context, int most, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var convert = context.Model.FindEntityType(typeof(OutboxEntry))!.FindProperty(nameof(OutboxEntry.DueAt))!.GetTypeMapping().Converter;
        object Stored(DateTimeOffset time) => convert?.ConvertToProvider(time) ?? time;
        var claimed = await context.Outbox.FromSqlRaw(
            """
            UPDATE "Outbox" SET "DueAt" = {0} WHERE "State" = 0 AND "DueAt" <= {1} AND "Id" IN
            (SELECT "Id" FROM "Outbox" WHERE "State" = 0 AND "DueAt" <= {1} AND ("Kind" = {3}) = {4} ORDER BY "DueAt" LIMIT {2})
            RETURNING *
            """, Stored(until), Stored(now), most, (int)OutboxKind.Sms, sms).AsNoTracking().ToListAsync(cancellationToken);
        return [.. claimed.OrderBy(entry => entry.CreatedAt)];
    }

    private async Task SettleAsync(
        PortalContext context, IReadOnlyCollection<Settlement> settled, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What was sent is sent, whoever else may have taken the entry over since.
        foreach (var sent in settled.Where(s => s.State == OutboxState.Sent).GroupBy(s => s.Attempts))
        {
            var ids = sent.Select(s => s.Entry.Id).ToList();
            await WriteSent.RunAsync(context, ids, addresses, now, set => set.SetProperty(e => e.Attempts, sent.Key), cancellationToken);
        }

        if (evidence is not null && settled.SelectMany(s => s.Notified).ToList() is { Count: > 0 } notified)
        {
            await WriteNotified.RunAsync(context, evidence, notified, now, cancellationToken);
        }

        foreach (var other in settled.Where(s => s.State != OutboxState.Sent))
        {
            var (id, lease, due, state, attempts) = (other.Entry.Id, other.Entry.DueAt, other.DueAt(now), other.State, other.Attempts);
            var failure = other.Outcome is SendOutcome.NotBegun ? other.Entry.LastFailure : other.Outcome.Code;
            var changed = await context.Outbox.Where(e => e.Id == id && e.State == OutboxState.Waiting && e.DueAt == lease).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.State, state).SetProperty(e => e.DueAt, due)
                .SetProperty(e => e.Attempts, attempts).SetProperty(e => e.LastFailure, failure), cancellationToken);
            if (changed > 0 && other.Returned is { } returned)
            {
                await WriteUndelivered.ReturnAsync(context, returned, cancellationToken);
            }

            if (changed > 0 && other.Lost is { } lost)
            {
                await WriteUndelivered.LoseAsync(context, evidence, lost, cancellationToken);
            }

            if (changed > 0 && bounces is not null && other.Undeliverable is { } bounced)
            {
                await bounces.AddAsync(context, bounced.DeliveryId, bounced.Status, cancellationToken);
            }
        }

        await SettleSms.WriteAsync(context, settled, now, cancellationToken);

        // An initial password that nobody got counts as used up, so that the next mail brings another one.
        var undelivered = settled.Select(s => s.Undelivered).OfType<Guid>().ToList();
        if (undelivered.Count > 0)
        {
            await context.InitialPasswords.Where(p => undelivered.Contains(p.MailboxId) && p.UsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, 0), cancellationToken);
        }
    }
}
