using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Drafts;

/// <summary>
/// Finds a file that a draft has already, by name, type and bytes: whoever presses a button twice chose the file once. Digests are not kept; what has the same
/// size and name is read again.
/// </summary>
internal sealed class SameFile(PortalContext context, BlobFolder blobs, UnlockedMailbox mailbox)
{
    public async Task<bool> IsInAsync(Guid draftId, DraftFileName name, long size, byte[] sha256, CancellationToken cancellationToken)
    {
        foreach (var file in await context.DraftFiles.AsNoTracking().Where(f => f.DraftId == draftId && f.Size == size).ToListAsync(cancellationToken))
        {
            if (await IsSameAsync(file, name, sha256, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> IsSameAsync(DraftFile file, DraftFileName name, byte[] sha256, CancellationToken cancellationToken)
    {
        try
        {
            using var key = SealedDraftKey.OpenFile(file.SealedKey, mailbox.Key.SymmetricKey, mailbox.Id, file.DraftId, file.Id);
            if (OpenDraft.Name(file, key) != name)
            {
                return false;
            }

            await using var content = new OpeningStream(blobs.OpenRead(file.Id), key, new SealingContext(SealedKind.DraftFile, file.Id));
            return (await SHA256.HashDataAsync(content, cancellationToken)).AsSpan().SequenceEqual(sha256);
        }
        catch (Exception error) when (error is SealingException or FileNotFoundException)
        {
            // Damaged, or sent or removed at this moment.
            return false;
        }
    }
}
