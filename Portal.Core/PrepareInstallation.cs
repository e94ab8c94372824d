using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tunnel;

namespace Portal.Core;

/// <summary>Makes what a fresh data folder lacks, before any door opens. On an existing one it changes nothing.</summary>
public sealed class PrepareInstallation(
    DataFolder data, KeyFolder keys, TunnelKeyFile tunnel, PrepareDatabase database, BlobFolder blobs, TimeProvider time)
{
    private static readonly TimeSpan StaleDraft = TimeSpan.FromHours(6);

    /// <summary>Keys, tunnel key, database; and away with drafts that a crash left behind.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        data.Folder();
        keys.CreateMissing();
        tunnel.CreateMissing();
        await database.RunAsync(cancellationToken);
        blobs.SweepDrafts(time.GetUtcNow() - StaleDraft);
    }
}
