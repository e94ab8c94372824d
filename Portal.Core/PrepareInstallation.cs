using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tunnel;

namespace Portal.Core;

/// <summary>Makes what a fresh data folder lacks, before any door opens. On an existing one it changes nothing.</summary>
public sealed class PrepareInstallation(
    DataFolder data, KeyFolder keys, TunnelKeyFile tunnel, PrepareDatabase database, BlobFolder blobs,
    IStartupValidator settings, IEnumerable<IStartCheck> checks, TimeProvider time, SigningKeyFile? signing = null)
{
    private static readonly TimeSpan StaleDraft = TimeSpan.FromHours(6);

    /// <summary>Before doors open: settings first, so that a bad one leaves nothing behind; then prepares, then checks what each door needs.</summary>
    /// <exception cref="Exception">One that <see cref="SettingsFailure"/> explains.</exception>
    public async Task RunAndCheckAsync(CancellationToken cancellationToken)
    {
        settings.Validate();
        await RunAsync(cancellationToken);
        foreach (var check in checks)
        {
            check.Check();
        }
    }

    /// <summary>Keys, tunnel key, database; and away with drafts that a crash left behind. Of several processes that start at
    /// once, one works and the others wait.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        OwnerOnlyFiles.Begin();
        data.Folder();
        await using var turn = await TakeTurnAsync(cancellationToken);
        await DemandWholeAsync(cancellationToken);
        keys.CreateMissing();
        tunnel.CreateMissing();
        signing?.CreateMissing();
        await database.RunAsync(cancellationToken);
        blobs.SweepDrafts(time.GetUtcNow() - StaleDraft);
    }

    // What belongs together and has lost a part must not be taken for a new installation: new keys open no old mailbox, and a new
    // database names no stored message.
    private async Task DemandWholeAsync(CancellationToken cancellationToken)
    {
        if (!await database.IsNewAsync(cancellationToken))
        {
            if (!keys.HasVaultKey)
            {
                throw new DataFolderException(
                    $"The folder '{data.Path}' (setting Portal:DataDirectory) has a database, but no keys: bring '{data.File("keys")}' back from a backup.");
            }
        }
        else if (blobs.Any())
        {
            throw new DataFolderException(
                $"The folder '{data.Path}' (setting Portal:DataDirectory) has stored messages, but no database: bring '{data.File("portal.db")}' back "
                + $"from a backup, or move '{data.File("blobs")}' away to begin without them.");
        }
    }

    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(data.File("starting.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new DataFolderException(
                    $"The folder '{data.Path}' (setting Portal:DataDirectory) cannot be written to by this user: {error.Message}", error);
            }
            catch (IOException error) when (error is not DirectoryNotFoundException && File.Exists(data.File("starting.lock")))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }
}
