using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Takes blobs that no message, no draft and no waiting mail names out of the store: what is left when the machine dies between a blob and its transaction. A gateway
/// that got no <c>250</c> sends the mail again, so nothing is lost. They lie aside for a month and come back when a message names
/// them, because a database that was brought back from a backup knows its newest messages only after the next backup is laid over it.
/// </summary>
public sealed class SweepBlobs(IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TimeProvider time)
{
    // A transaction takes milliseconds; whoever needs longer than this has long given up.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);
    private static readonly TimeSpan Aside = TimeSpan.FromDays(30);

    /// <summary>Goes through all blobs once.</summary>
    /// <returns>How many blobs no message names, and how many of those that lay aside were deleted for good.</returns>
    public async Task<(int Orphans, int Deleted)> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        blobs.SweepDrafts(now - Grace);
        foreach (var some in blobs.Aside().ToList().Chunk(500))
        {
            var named = await NamedAsync(some, cancellationToken);
            some.Where(named.Contains).ToList().ForEach(blobs.BringBack);
        }

        var orphans = 0;
        foreach (var some in blobs.OlderThan(now - Grace).Chunk(500))
        {
            var named = await NamedAsync(some, cancellationToken);
            foreach (var id in some.Where(id => !named.Contains(id)))
            {
                blobs.SetAside(id, now);
                orphans++;
            }
        }

        return (orphans, blobs.SweepAside(now - Aside));
    }

    private async Task<HashSet<Guid>> NamedAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var named = await context.Messages.Where(m => ids.Contains(m.Id)).Select(m => m.Id).ToHashSetAsync(cancellationToken);
        named.UnionWith(await context.Outbox.Where(e => e.BlobId != null && ids.Contains(e.BlobId.Value) && e.State == OutboxState.Waiting)
            .Select(e => e.BlobId!.Value).ToListAsync(cancellationToken));
        named.UnionWith(await context.DraftFiles.Where(f => ids.Contains(f.Id)).Select(f => f.Id).ToListAsync(cancellationToken));
        return named;
    }
}
