using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Drafts;

/// <summary>How a draft stands.</summary>
public enum DraftState
{
    /// <summary>It answers nothing, or a message that is there.</summary>
    Open = 1,

    /// <summary>The message that it answers is not there any more: it can be read, and not be sent.</summary>
    Gone = 2,

    /// <summary>The message that it answers is locked or wants a second factor: nothing of the draft is shown.</summary>
    Shut = 3,

    /// <summary>What is stored was damaged or forged.</summary>
    Damaged = 4,
}

/// <summary>A draft in a list.</summary>
/// <param name="Id">The draft.</param>
/// <param name="UpdatedAt">When it was last saved.</param>
/// <param name="Content">What was typed, or null where it is damaged or must not be shown now.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="State">How it stands.</param>
public sealed record DraftRow(Guid Id, DateTimeOffset UpdatedAt, DraftContent? Content, int Files, DraftState State);

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
        var rows = found.Select(row => Row(row.Draft, own[row.Draft.MailboxId], row.Files)).ToList();
        var answered = await AnsweredAsync(context, mailboxes, [.. rows.Select(row => row.Content?.Answers).OfType<Guid>()], cancellationToken);
        return [.. rows.Zip(found, (row, one) => Stand(row, answered, own[one.Draft.MailboxId]))];
    }

    private static DraftRow Stand(DraftRow row, Dictionary<Guid, bool> answered, UnlockedMailbox mailbox)
    {
        if (row.Content is not { Answers: { } id } content)
        {
            return row;
        }

        var there = answered.TryGetValue(id, out var shut);
        return shut || (content.Guarded && !mailbox.SecondFactor) ? row with { Content = null, State = DraftState.Shut }
            : there ? row
            : row with { State = DraftState.Gone };
    }

    // Of those that are there, whether they are shut.
    private static Task<Dictionary<Guid, bool>> AnsweredAsync(
        PortalContext context, IReadOnlyList<UnlockedMailbox> mailboxes, List<Guid> answered, CancellationToken cancellationToken)
    {
        var weak = mailboxes.Where(m => !m.SecondFactor).Select(m => m.Id).ToList();
        return context.Deliveries.Where(d => answered.Contains(d.Id))
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new { d.Id, Shut = d.LockedAt != null || (m.SecondFactor && weak.Contains(d.MailboxId)) })
            .ToDictionaryAsync(d => d.Id, d => d.Shut, cancellationToken);
    }

    private static DraftRow Row(Storage.Model.Draft draft, UnlockedMailbox mailbox, int files)
    {
        var content = Content(draft, mailbox);
        return new DraftRow(draft.Id, draft.UpdatedAt, content, files, content is null ? DraftState.Damaged : DraftState.Open);
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
