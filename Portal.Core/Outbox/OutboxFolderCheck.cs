using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Relay;
using Portal.Core.Storage;

namespace Portal.Core.Outbox;

/// <summary>What leaves the portal can be written down: found out at the start, not with the first notice that nobody gets.</summary>
internal sealed class OutboxFolderCheck(DataFolder data, IOptions<RelayOptions> relay) : IStartCheck
{
    public void Check()
    {
        Check(OutboxJournal.Folder, "the journal of what is being sent is kept", "");
        if (relay.Value.Host.Length == 0)
        {
            Check(PickupFolder.Folder, "mails are written while Relay:Host is empty", ", or set Relay:Host");
        }
    }

    private void Check(string folder, string purpose, string otherWay)
    {
        try
        {
            // What a folder's mode says is not all: it may be on a disk that is mounted for reading only.
            var probe = Path.Combine(data.Folder(folder), $".{Guid.NewGuid():N}.probe");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            file.WriteByte(0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DataFolderException)
        {
            throw new DataFolderException(
                $"The folder '{data.File(folder)}' (setting Portal:DataDirectory), where {purpose}, cannot be written to "
                + $"({(error.InnerException ?? error).Message}). Make it a folder that the user the portal runs as may write to{otherWay}.",
                error);
        }
    }
}
