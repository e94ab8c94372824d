using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Drafts;

/// <summary>A draft in a list.</summary>
/// <param name="Id">The draft.</param>
/// <param name="UpdatedAt">When it was last saved.</param>
/// <param name="Content">What was typed, or null where it is damaged.</param>
/// <param name="Files">How many files it has.</param>
public sealed record DraftRow(Guid Id, DateTimeOffset UpdatedAt, DraftContent? Content, int Files);

/// <summary>Lists what somebody is writing, the latest first.</summary>
public sealed class ListDrafts(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>The drafts of these mailboxes, at most <see cref="SaveDraft.Most"/>.</summary>
    public async Task<IReadOnlyList<DraftRow>> ListAsync(IReadOnlyList<UnlockedMailbox> mailboxes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        var own = mailboxes.ToDictionary(m => m.Id);
        var ids = own.Keys.ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.Drafts.Where(d => ids.Contains(d.MailboxId) && d.SentAt == null)
            .OrderByDescending(d => d.UpdatedAt).Take(SaveDraft.Most)
            .Select(d => new { Draft = d, Files = context.DraftFiles.Count(f => f.DraftId == d.Id) }).ToListAsync(cancellationToken);
        return [.. found.Select(row => new DraftRow(row.Draft.Id, row.Draft.UpdatedAt, Content(row.Draft, own[row.Draft.MailboxId]), row.Files))];
    }

    private static DraftContent? Content(Storage.Model.Draft draft, UnlockedMailbox mailbox)
    {
        try
        {
            return OpenDraft.Content(draft, mailbox);
        }
        catch (SealingException)
        {
            return null;
        }
    }
}
