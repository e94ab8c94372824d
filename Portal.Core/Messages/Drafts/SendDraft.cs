using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Replies;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages.Drafts;

/// <summary>What became of a draft that somebody sent.</summary>
public abstract record SendDraftOutcome
{
    private SendDraftOutcome()
    {
    }

    /// <summary>It is on its way.</summary>
    /// <param name="Copy">The delivery of the writer's copy.</param>
    public sealed record Sent(Guid Copy) : SendDraftOutcome;

    /// <summary>It was sent before: nothing was sent now.</summary>
    public sealed record Already : SendDraftOutcome;

    /// <summary>It was thrown away, or its files were changed meanwhile: nothing was sent.</summary>
    public sealed record Changed : SendDraftOutcome;
}

/// <summary>
/// Sends a draft once, however often it is asked for: the draft's end is part of the transaction that sends. Its keys, text and files are gone for good
/// then; an empty row says for some days that it was sent.
/// </summary>
public sealed class SendDraft(ISendReply sender, IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TimeProvider time)
{
    /// <summary>Sends it.</summary>
    /// <param name="draft">The draft as it was opened.</param>
    /// <param name="reply">What it says and to whom; the draft's files go before those that are in it already.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<SendDraftOutcome> SendAsync(OpenedDraft draft, Reply reply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(reply);
        var files = draft.Files.Select(f => f.Id).ToList();
        Guid? copy;
        try
        {
            copy = await sender.SendAsync(
                reply with { Files = [.. draft.ToSend, .. reply.Files], Claim = (context, token) => ClaimAsync(context, draft, files, token) },
                cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // Somebody sent it, or took a file out, while this one was reading.
            copy = null;
        }

        if (copy is { } sent)
        {
            files.ForEach(blobs.Delete);
            return new SendDraftOutcome.Sent(sent);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Drafts.AnyAsync(d => d.Id == draft.Id && d.SentAt != null, cancellationToken)
            ? new SendDraftOutcome.Already()
            : new SendDraftOutcome.Changed();
    }

    private async Task<bool> ClaimAsync(PortalContext context, OpenedDraft draft, List<Guid> files, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await context.Drafts.Where(d => d.Id == draft.Id && d.MailboxId == draft.MailboxId && d.SentAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.SentAt, now).SetProperty(d => d.SealedKey, Array.Empty<byte>()).SetProperty(d => d.Content, Array.Empty<byte>()),
            cancellationToken) == 0)
        {
            return false;
        }

        // What was not looked at is not sent, and what was is not left behind.
        return await context.DraftFiles.Where(f => f.DraftId == draft.Id && files.Contains(f.Id)).ExecuteDeleteAsync(cancellationToken) == files.Count
            && !await context.DraftFiles.AnyAsync(f => f.DraftId == draft.Id, cancellationToken);
    }
}
