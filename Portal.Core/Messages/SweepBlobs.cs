using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages;

/// <summary>
/// Deletes blobs that no message names: what is left when the machine dies between a blob and its transaction. A gateway that got no
/// <c>250</c> sends the mail again, so nothing is lost.
/// </summary>
public sealed class SweepBlobs(IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TimeProvider time)
{
    // A transaction takes milliseconds; whoever needs longer than this has long given up.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Goes through all blobs once.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Grace;
        var deleted = blobs.SweepDrafts(before);
        foreach (var some in blobs.OlderThan(before).Chunk(500))
        {
            deleted += await SweepAsync(some, cancellationToken);
        }

        return deleted;
    }

    private async Task<int> SweepAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.Messages.Where(m => ids.Contains(m.Id)).Select(m => m.Id).ToHashSetAsync(cancellationToken);
        var orphans = ids.Where(id => !known.Contains(id)).ToList();
        orphans.ForEach(blobs.Delete);
        return orphans.Count;
    }
}
