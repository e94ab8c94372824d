using Portal.Core.Messages;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>Why something cannot be sent any more.</summary>
internal enum ClosedWhy
{
    /// <summary>The message that it answers is not there any more.</summary>
    Gone = 1,

    /// <summary>That message is locked.</summary>
    Locked = 2,

    /// <summary>The tenant does not offer it any more.</summary>
    NotOffered = 3,
}

/// <summary>What somebody wrote that cannot be sent any more.</summary>
internal sealed record GivenBack(Guid DraftId, ClosedWhy Why, string Text, bool Kept)
{
    /// <summary>Files were chosen, too: those were not kept.</summary>
    public bool HadFiles { get; init; }
}

/// <summary>
/// Gives back to its writer what answers a message that cannot be answered any more. The text of a form came from his own browser; the text of a draft may quote
/// a message that is locked by now, and is not shown then.
/// </summary>
internal sealed class GiveBack(OpenMessage messages, OpenDraft drafts, SaveDraft save, CurrentReader reader)
{
    /// <summary>What was typed, kept as a draft first where there is one already of this page and its message is not locked.</summary>
    public async Task<GivenBack> FormAsync(Guid draftId, DraftContent content, CancellationToken cancellationToken)
    {
        var why = await WhyAsync(content.Answers, cancellationToken);
        var kept = why != ClosedWhy.Locked && await SaveAsync(draftId, content, cancellationToken);
        return new GivenBack(draftId, why, content.Text, kept);
    }

    /// <summary>What a draft holds; null where it is not his, or not of this page, or must not be shown.</summary>
    public async Task<GivenBack?> DraftAsync(ReplyKind kind, Guid? answers, Guid draftId, CancellationToken cancellationToken)
    {
        using var kept = await drafts.OpenAsync(reader.Mailboxes, draftId, cancellationToken);
        return kept is not null && kept.Content.Kind == kind && kept.Content.Answers == answers
            && !(kept.Content.Guarded && !reader.Mailboxes.First(m => m.Id == kept.MailboxId).SecondFactor)
            && !(answers is { } id && await messages.NeedsSecondFactorAsync(reader.Mailboxes, id, cancellationToken))
            && await WhyAsync(answers, cancellationToken) is var why && why != ClosedWhy.Locked
                ? new GivenBack(draftId, why, kept.Content.Text, Kept: true)
                : null;
    }

    private async Task<bool> SaveAsync(Guid draftId, DraftContent content, CancellationToken cancellationToken)
    {
        using var there = await drafts.OpenAsync(reader.Mailboxes, draftId, cancellationToken);
        return there is not null && there.Content.Kind == content.Kind && there.Content.Answers == content.Answers
            && await save.SaveAsync(
                reader.Mailboxes.First(m => m.Id == there.MailboxId), draftId, content with { Guarded = there.Content.Guarded }, cancellationToken) == SaveDraftOutcome.Saved;
    }

    private async Task<ClosedWhy> WhyAsync(Guid? answers, CancellationToken cancellationToken) => answers is not { } id ? ClosedWhy.NotOffered
        : await messages.LockOfAsync(reader.Mailboxes, id, cancellationToken) is not null ? ClosedWhy.Locked
        : await messages.IsThereAsync(reader.Mailboxes, id, cancellationToken) ? ClosedWhy.NotOffered
        : ClosedWhy.Gone;
}
