using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages.Drafts;

/// <summary>Throws drafts and their files away for good: the keys go with the rows, the blobs after them.</summary>
public sealed class DiscardDraft(IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TimeProvider time)
{
    /// <summary>How long a draft stays that nobody touches.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(30);

    // Longer than a session may live: a form that is older can be sent by nobody.
    private static readonly TimeSpan Sent = TimeSpan.FromDays(8);

    /// <summary>Throws one draft away, if it is one of these mailboxes'.</summary>
    public Task DiscardAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var own = mailboxes.Select(m => m.Id).ToList();
        return DeleteAsync(context => context.Drafts.Where(d => d.Id == id && own.Contains(d.MailboxId) && d.SentAt == null), cancellationToken);
    }

    /// <summary>Takes one file from a draft, if it is one of these mailboxes'.</summary>
    public async Task RemoveFileAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid draftId, Guid fileId, CancellationToken cancellationToken)
    {
        var own = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.DraftFiles
            .Where(f => f.Id == fileId && f.DraftId == draftId && context.Drafts.Any(d => d.Id == draftId && own.Contains(d.MailboxId) && d.SentAt == null))
            .ExecuteDeleteAsync(cancellationToken) == 1)
        {
            blobs.Delete(fileId);
        }
    }

    /// <summary>Throws away what nobody has touched for <see cref="Unused"/>, and forgets what was sent days ago.</summary>
    /// <returns>How many drafts were thrown away.</returns>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (unused, sent) = (now - Unused, now - Sent);
        await DeleteAsync(context => context.Drafts.Where(d => d.SentAt != null && d.SentAt < sent), cancellationToken);
        return await DeleteAsync(context => context.Drafts.Where(d => d.SentAt == null && d.UpdatedAt < unused), cancellationToken);
    }

    private async Task<int> DeleteAsync(Func<PortalContext, IQueryable<Storage.Model.Draft>> which, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var drafts = which(context);
        var files = await context.DraftFiles.Where(f => drafts.Any(d => d.Id == f.DraftId)).Select(f => f.Id).ToListAsync(cancellationToken);
        await context.DraftFiles.Where(f => files.Contains(f.Id)).ExecuteDeleteAsync(cancellationToken);
        var gone = await drafts.ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // A crash before this leaves bytes without keys, which the sweep takes.
        files.ForEach(blobs.Delete);
        return gone;
    }
}
