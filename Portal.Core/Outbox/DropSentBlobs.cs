using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>Deletes encrypted mails when the last of their recipients has them. What a crash leaves here the daily sweep finds.</summary>
internal sealed class DropSentBlobs(IDbContextFactory<PortalContext> contexts, BlobFolder blobs)
{
    /// <summary>Looks at the entries that were settled just now.</summary>
    public async Task RunAsync(IEnumerable<Settlement> settled, CancellationToken cancellationToken)
    {
        var ids = settled.Where(s => s.State is OutboxState.Sent or OutboxState.Failed).Select(s => s.Entry.BlobId).OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var needed = await context.Outbox.Where(e => e.BlobId != null && ids.Contains(e.BlobId.Value) && e.State == OutboxState.Waiting)
            .Select(e => e.BlobId!.Value).ToListAsync(cancellationToken);
        ids.Except(needed).ToList().ForEach(blobs.Delete);
    }
}
