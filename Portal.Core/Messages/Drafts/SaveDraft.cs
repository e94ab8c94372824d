using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Drafts;

/// <summary>What became of a draft that somebody wanted to keep.</summary>
public enum SaveDraftOutcome
{
    /// <summary>It is kept.</summary>
    Saved = 1,

    /// <summary>It was sent already, or is another mailbox's: nothing was changed.</summary>
    Gone = 2,

    /// <summary>The mailbox has as many drafts as it may.</summary>
    TooMany = 3,
}

/// <summary>Keeps what somebody is writing, sealed to the mailbox that writes. Each time under a new key: nothing is sealed twice under one.</summary>
public sealed class SaveDraft(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>How many drafts a mailbox may have.</summary>
    public const int Most = 200;

    /// <summary>Writes the draft of that id, which a form brought along, or makes it.</summary>
    public async Task<SaveDraftOutcome> SaveAsync(UnlockedMailbox mailbox, Guid id, DraftContent content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        content = await GuardAsync(context, content, cancellationToken);
        using var key = MessageKey.Create();
        var sealedKey = SealedDraftKey.OfDraft(key, mailbox.Key.SymmetricKey, mailbox.Id, id);
        var stream = SealedBytes.Seal(
            JsonSerializer.SerializeToUtf8Bytes(content, DraftJson.Default.DraftContent), key, new SealingContext(SealedKind.Draft, id));
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var written = await context.Drafts.Where(d => d.Id == id && d.MailboxId == mailbox.Id && d.SentAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.SealedKey, sealedKey).SetProperty(d => d.Content, stream).SetProperty(d => d.UpdatedAt, now), cancellationToken);
        if (written == 0)
        {
            if (await context.Drafts.AnyAsync(d => d.Id == id, cancellationToken))
            {
                return SaveDraftOutcome.Gone;
            }

            if (await context.Drafts.CountAsync(d => d.MailboxId == mailbox.Id && d.SentAt == null, cancellationToken) >= Most)
            {
                return SaveDraftOutcome.TooMany;
            }

            context.Add(new Draft { Id = id, MailboxId = mailbox.Id, SealedKey = sealedKey, Content = stream, CreatedAt = now, UpdatedAt = now });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return SaveDraftOutcome.Saved;
    }

    private static async Task<DraftContent> GuardAsync(PortalContext context, DraftContent content, CancellationToken cancellationToken) =>
        content is { Answers: { } answered, Guarded: false } && await context.Deliveries.AnyAsync(
            d => d.Id == answered && context.Messages.Any(m => m.Id == d.MessageId && m.SecondFactor), cancellationToken)
            ? content with { Guarded = true }
            : content;
}
