using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Drafts;

/// <summary>A draft in a list.</summary>
/// <param name="Id">The draft.</param>
/// <param name="UpdatedAt">When it was last saved.</param>
/// <param name="Content">What was typed, or null where it is damaged or must not be shown now.</param>
/// <param name="Files">How many files it has.</param>
public sealed record DraftRow(Guid Id, DateTimeOffset UpdatedAt, DraftContent? Content, int Files);

/// <summary>
/// Lists what somebody is writing, the latest first. What answers a message that the reader cannot open now (it is locked, or wants a second factor) may quote it:
/// of such a draft nothing is shown.
/// </summary>
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
        var rows = found.Select(row => new DraftRow(row.Draft.Id, row.Draft.UpdatedAt, Content(row.Draft, own[row.Draft.MailboxId]), row.Files)).ToList();
        var shut = await ShutAsync(context, mailboxes, [.. rows.Select(row => row.Content?.Answers).OfType<Guid>()], cancellationToken);
        return [.. rows.Select(row => row.Content?.Answers is { } answers && shut.Contains(answers) ? row with { Content = null } : row)];
    }

    private static async Task<HashSet<Guid>> ShutAsync(
        PortalContext context, IReadOnlyList<UnlockedMailbox> mailboxes, List<Guid> answered, CancellationToken cancellationToken)
    {
        var weak = mailboxes.Where(m => !m.SecondFactor).Select(m => m.Id).ToList();
        return [.. await context.Deliveries.Where(d => answered.Contains(d.Id))
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new { d.Id, d.MailboxId, d.LockedAt, m.SecondFactor })
            .Where(d => d.LockedAt != null || (d.SecondFactor && weak.Contains(d.MailboxId))).Select(d => d.Id).ToListAsync(cancellationToken)];
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
