using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Replies;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Tenants;

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

    /// <summary>Its writer sent as many within a day as the tenant allows: nothing was sent, and the draft stays.</summary>
    /// <param name="Most">How many that are.</param>
    public sealed record TooMany(int Most) : SendDraftOutcome;
}

/// <summary>
/// Sends a draft once, however often it is asked for: the draft's end is part of the transaction that sends. Its keys, text and files are gone for good
/// then; an empty row says for some days that it was sent.
/// </summary>
public sealed class SendDraft(
    ISendReply sender, IDbContextFactory<PortalContext> contexts, BlobFolder blobs, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Sends it.</summary>
    /// <param name="draft">The draft as it was opened.</param>
    /// <param name="reply">What it says and to whom; the draft's files go before those that are in it already.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<SendDraftOutcome> SendAsync(OpenedDraft draft, Reply reply, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(reply);
        var most = tenants[reply.Tenant].MaxRepliesPerDay;

        // Before anything is encrypted, too: what will not leave should cost little.
        if (await IsTooManyAsync(draft, most, cancellationToken))
        {
            return new SendDraftOutcome.TooMany(most);
        }

        var files = draft.Files.Select(f => f.Id).ToList();
        Guid? copy;
        try
        {
            copy = await sender.SendAsync(
                reply with { Files = [.. draft.ToSend, .. reply.Files], Claim = (context, token) => ClaimAsync(context, draft, files, most, token) },
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

        return await WhyNotAsync(draft, most, cancellationToken);
    }

    private async Task<SendDraftOutcome> WhyNotAsync(OpenedDraft draft, int most, CancellationToken cancellationToken)
    {
        if (await IsTooManyAsync(draft, most, cancellationToken))
        {
            return new SendDraftOutcome.TooMany(most);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Drafts.AnyAsync(d => d.Id == draft.Id && d.SentAt != null, cancellationToken)
            ? new SendDraftOutcome.Already()
            : new SendDraftOutcome.Changed();
    }

    // Of a draft that is still there: one that was sent was sent, however many there are.
    private async Task<bool> IsTooManyAsync(OpenedDraft draft, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await SentLately.CountAsync(context, draft.MailboxId, time.GetUtcNow(), cancellationToken) >= most
            && await context.Drafts.AnyAsync(d => d.Id == draft.Id && d.SentAt == null, cancellationToken);
    }

    private async Task<bool> ClaimAsync(PortalContext context, OpenedDraft draft, List<Guid> files, int most, CancellationToken cancellationToken)
    {
        await SameOwner.QueueAsync(context, draft.MailboxId, cancellationToken);
        var now = time.GetUtcNow();
        if (await SentLately.CountAsync(context, draft.MailboxId, now, cancellationToken) >= most)
        {
            return false;
        }

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
