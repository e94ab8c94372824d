using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Drafts;

/// <summary>Opens drafts for their writer. Another's is not found, exactly like one that does not exist; nor is one that was sent.</summary>
public sealed class OpenDraft(IDbContextFactory<PortalContext> contexts, BlobFolder blobs)
{
    /// <summary>Opens one draft with its list of files, or gives null.</summary>
    /// <exception cref="SealingException">What is stored was damaged or forged.</exception>
    public async Task<OpenedDraft?> OpenAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        var own = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Drafts.SingleOrDefaultAsync(d => d.Id == id && own.Contains(d.MailboxId) && d.SentAt == null, cancellationToken) is not { } draft)
        {
            return null;
        }

        var files = await context.DraftFiles.Where(f => f.DraftId == id).OrderBy(f => f.CreatedAt).ThenBy(f => f.Id).ToListAsync(cancellationToken);
        return Open(draft, files, mailboxes.First(m => m.Id == draft.MailboxId));
    }

    /// <summary>Whether the draft was sent, by one of these mailboxes.</summary>
    public async Task<bool> WasSentAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var own = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Drafts.AnyAsync(d => d.Id == id && own.Contains(d.MailboxId) && d.SentAt != null, cancellationToken);
    }

    internal static DraftContent Content(Draft draft, UnlockedMailbox mailbox)
    {
        using var key = SealedDraftKey.OpenDraft(draft.SealedKey, mailbox.Key.SymmetricKey, mailbox.Id, draft.Id);
        var json = SealedBytes.Open(draft.Content, key, new SealingContext(SealedKind.Draft, draft.Id));
        return JsonSerializer.Deserialize(json, DraftJson.Default.DraftContent)!;
    }

    internal static DraftFileName Name(DraftFile file, MessageKey key) => JsonSerializer.Deserialize(
        SealedBytes.Open(file.Name, key, new SealingContext(SealedKind.DraftName, file.Id)), DraftJson.Default.DraftFileName)!;

    private OpenedDraft Open(Draft draft, List<DraftFile> files, UnlockedMailbox mailbox)
    {
        var keys = new List<(Guid Id, MessageKey Key)>(files.Count);
        try
        {
            var rows = new List<DraftFileRow>(files.Count);
            foreach (var file in files)
            {
                var key = SealedDraftKey.OpenFile(file.SealedKey, mailbox.Key.SymmetricKey, mailbox.Id, draft.Id, file.Id);
                keys.Add((file.Id, key));
                var name = Name(file, key);
                rows.Add(new DraftFileRow(file.Id, name.Name, name.MediaType, file.Size));
            }

            return new OpenedDraft(blobs, keys)
            {
                Id = draft.Id,
                MailboxId = draft.MailboxId,
                Content = Content(draft, mailbox),
                UpdatedAt = draft.UpdatedAt,
                Files = rows,
            };
        }
        catch
        {
            keys.ForEach(key => key.Key.Dispose());
            throw;
        }
    }
}
