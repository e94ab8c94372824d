using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Journal;

/// <summary>
/// Takes over from processes that were killed: what had been taken is marked as sent; what they had only claimed is due at once instead of when its
/// lease ends; and what they had handed over without hearing the answer, which the relay takes nearly always, is due a day later
/// (<see cref="CheckUse"/>).
/// </summary>
internal sealed partial class TakeOverOutbox(
    IDbContextFactory<PortalContext> contexts, DataFolder data, OutboxJournal own, IMailTransport transport, BootId boot, TimeProvider clock,
    ILogger<TakeOverOutbox> logger, AppendEvidence? evidence = null, VaultKey? vault = null, BounceAddresses? addresses = null)
{
    private static readonly TimeSpan UseWait = TimeSpan.FromDays(1);

    /// <summary>Reads the journals that nobody holds any more, and deletes each when the database has what it said. To be called before entries
    /// are claimed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var mine = own.Open();
        var others = Directory.GetFiles(data.Folder(OutboxJournal.Folder), "*" + JournalFile.Extension).Where(path => path != mine).ToList();
        if (others.Count == 0 || !LocksHold(mine))
        {
            return;
        }

        foreach (var path in others)
        {
            using var left = JournalFile.TryOpen(path);
            if (left is not null)
            {
                await TakeOverAsync(left.Read(), cancellationToken);
                left.Delete();
            }
        }
    }

    // On a file system without locks, whoever lives would look dead, and what is on its way would be sent by another at the same time.
    private static bool LocksHold(string mine)
    {
        using var again = JournalFile.TryOpen(mine);
        return again is null;
    }

    private async Task TakeOverAsync(IReadOnlyList<JournalRecord> records, CancellationToken cancellationToken)
    {
        // What was not flushed outlives a process. When the machine itself went down, nobody knows what left it and what was only written here.
        var states = records.ToLookup(r => r.Boot == boot ? r.State : JournalState.Claimed);
        await transport.FlushAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var taken = states[JournalState.Taken].Select(r => r.Id).ToList();
        var told = await ToldAsync(context, taken, cancellationToken);
        var now = clock.GetUtcNow();
        var sent = await WriteSent.RunAsync(context, taken, addresses, now, set => set.SetProperty(e => e.Attempts, e => e.Attempts + 1), cancellationToken);
        if (evidence is not null && told.Count > 0)
        {
            await WriteNotified.RunAsync(context, evidence, told, now, cancellationToken);
        }

        var unconfirmed = await EndLeasesAsync(context, states[JournalState.HandedOver], set => set.SetProperty(e => e.DueAt, now + UseWait)
            .SetProperty(e => e.Attempts, e => e.Attempts + 1).SetProperty(e => e.LastFailure, SendOutcome.Unconfirmed), cancellationToken);
        var due = await EndLeasesAsync(context, states[JournalState.Claimed], set => set.SetProperty(e => e.DueAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (sent + unconfirmed + due > 0)
        {
            LogTakenOver(sent, unconfirmed, due);
        }
    }

    // While the boxes are there: what was sent is emptied.
    private async Task<List<(Guid Id, string By)>> ToldAsync(PortalContext context, List<Guid> taken, CancellationToken cancellationToken)
    {
        if (evidence is null || taken.Count == 0)
        {
            return [];
        }

        var notices = await context.Outbox.Where(e => taken.Contains(e.Id) && e.Kind == OutboxKind.Notice && e.DeliveryId != null)
            .Select(e => e.DeliveryId!.Value).ToListAsync(cancellationToken);
        var digests = await context.Outbox.Where(e => taken.Contains(e.Id) && e.Kind == OutboxKind.Digest && e.State != OutboxState.Sent)
            .Select(e => new { e.Id, e.Box }).ToListAsync(cancellationToken);
        return
        [
            .. notices.Select(id => (id, "notice")),
            .. digests.SelectMany(digest => DeliveriesOf(digest.Id, digest.Box)).Select(id => (id, "daily mail")),
        ];
    }

    // What is damaged is in no chain, and keeps nothing else out of one.
    private IReadOnlyList<Guid> DeliveriesOf(Guid id, byte[] box)
    {
        try
        {
            return vault is null ? [] : JsonSerializer.Deserialize(VaultBox.Open(vault, OutboxSealer.Purpose, id, box), OutboxJson.Default.DigestPayload)?.Deliveries ?? [];
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return [];
        }
    }

    // Whose DueAt is not the noted lease was settled long ago, or is somebody else's now.
    private static async Task<int> EndLeasesAsync(
        PortalContext context, IEnumerable<JournalRecord> records, Action<UpdateSettersBuilder<OutboxEntry>> change, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var lease in records.GroupBy(r => r.Lease, r => r.Id))
        {
            var ids = lease.ToList();
            ended += await context.Outbox.Where(e => ids.Contains(e.Id) && e.State == OutboxState.Waiting && e.DueAt == lease.Key)
                .ExecuteUpdateAsync(change, cancellationToken);
        }

        return ended;
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Information,
        Message = "Taken over from a process that was killed: {Sent} outbox entries had been sent, {Unconfirmed} probably, {Due} are due again.")]
    private partial void LogTakenOver(int sent, int unconfirmed, int due);
}
