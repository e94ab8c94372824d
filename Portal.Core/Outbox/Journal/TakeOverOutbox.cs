using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Journal;

/// <summary>Takes over from processes that were killed: what had left is marked as sent, and what they had only claimed is due at once instead of
/// when its lease ends.</summary>
internal sealed partial class TakeOverOutbox(
    IDbContextFactory<PortalContext> contexts, DataFolder data, OutboxJournal own, IMailTransport transport, BootId boot, TimeProvider clock,
    ILogger<TakeOverOutbox> logger)
{
    /// <summary>Reads the journals that nobody holds any more, and deletes each when the database has what it said. To be called before entries
    /// are claimed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var mine = own.Open();
        var others = Directory.GetFiles(data.Folder("outbox"), "*" + JournalFile.Extension).Where(path => path != mine).ToList();
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
        var sent = records.Where(r => r.SentIn == boot.Value).Select(r => r.Id).ToList();
        await transport.FlushAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var settled = await context.Outbox.Where(e => sent.Contains(e.Id) && e.State != OutboxState.Sent).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, OutboxState.Sent).SetProperty(e => e.Box, Array.Empty<byte>())
            .SetProperty(e => e.Attempts, e => e.Attempts + 1).SetProperty(e => e.LastFailure, (string?)null), cancellationToken);
        var (now, released) = (clock.GetUtcNow(), 0);
        foreach (var lease in records.GroupBy(r => r.Lease, r => r.Id))
        {
            // Whose DueAt is another one by now was settled, or is somebody else's.
            var ids = lease.ToList();
            released += await context.Outbox.Where(e => ids.Contains(e.Id) && e.State == OutboxState.Waiting && e.DueAt == lease.Key)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.DueAt, now), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (settled + released > 0)
        {
            LogTakenOver(settled, released);
        }
    }

    [LoggerMessage(EventId = 3, Level = LogLevel.Information,
        Message = "Taken over from a process that was killed: {Sent} outbox entries had been sent, {Due} are due again.")]
    private partial void LogTakenOver(int sent, int due);
}
