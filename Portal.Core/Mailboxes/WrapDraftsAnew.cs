using Microsoft.EntityFrameworkCore;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Mailboxes;

/// <summary>Wraps the keys of a mailbox's drafts under its new key, in the caller's transaction. What is damaged already stays so.</summary>
internal static class WrapDraftsAnew
{
    public static async Task RunAsync(
        PortalContext context, UnlockedMailbox old, Keys.MailboxKey fresh, CancellationToken cancellationToken)
    {
        var drafts = await context.Drafts.Where(d => d.MailboxId == old.Id && d.SentAt == null).Select(d => new { d.Id, d.SealedKey }).ToListAsync(cancellationToken);
        foreach (var draft in drafts)
        {
            if (Anew(() => SealedDraftKey.OpenDraft(draft.SealedKey, old.Key.SymmetricKey, old.Id, draft.Id),
                key => SealedDraftKey.OfDraft(key, fresh.SymmetricKey, old.Id, draft.Id)) is { } anew)
            {
                await context.Drafts.Where(d => d.Id == draft.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.SealedKey, anew), cancellationToken);
            }
        }

        var ids = drafts.Select(d => d.Id).ToList();
        var files = await context.DraftFiles.Where(f => ids.Contains(f.DraftId)).Select(f => new { f.Id, f.DraftId, f.SealedKey }).ToListAsync(cancellationToken);
        foreach (var file in files)
        {
            if (Anew(() => SealedDraftKey.OpenFile(file.SealedKey, old.Key.SymmetricKey, old.Id, file.DraftId, file.Id),
                key => SealedDraftKey.OfFile(key, fresh.SymmetricKey, old.Id, file.DraftId, file.Id)) is { } anew)
            {
                await context.DraftFiles.Where(f => f.Id == file.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.SealedKey, anew), cancellationToken);
            }
        }
    }

    private static byte[]? Anew(Func<MessageKey> open, Func<MessageKey, byte[]> wrap)
    {
        try
        {
            using var key = open();
            return wrap(key);
        }
        catch (SealingException)
        {
            return null;
        }
    }
}
