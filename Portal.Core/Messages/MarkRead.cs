using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Takes down when its owner first opened a message, before anything of it is shown.</summary>
public sealed class MarkRead(IDbContextFactory<PortalContext> contexts, AppendEvidence evidence, TimeProvider time)
{
    /// <summary>As below, where nobody knows how the reader signed in.</summary>
    public Task<bool> MarkAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken) =>
        MarkAsync(mailboxes, id, SignInMethods.None, cancellationToken);

    /// <summary>Doing it twice keeps the first time; another's message is left alone, and a locked one.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="id">The delivery.</param>
    /// <param name="methods">How the reader had proved who he is.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>Whether it was the first opening: of several at once, one is.</returns>
    public async Task<bool> MarkAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, SignInMethods methods, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var own = context.Deliveries.Where(d => d.Id == id && owned.Contains(d.MailboxId) && d.LockedAt == null);
        if (await own.Where(d => d.ReadAt == null).AnyAsync(cancellationToken) && await OpenAsync(context, own, mailboxes, methods, cancellationToken))
        {
            // Somebody has come to read what he was told of: notices arrive again.
            await context.Mailboxes.Where(m => m.UndeliverableAt != null && own.Any(d => d.MailboxId == m.Id && d.BouncedAt == null))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.UndeliverableAt, (DateTimeOffset?)null), cancellationToken);
            return true;
        }

        await own.Where(d => d.Unread).ExecuteUpdateAsync(set => set.SetProperty(d => d.Unread, false), cancellationToken);
        return false;
    }

    /// <summary>Whether the reader may be shown the message: it is there, nobody locked it, and its opening is written down.</summary>
    public async Task<bool> IsMarkedAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.AnyAsync(
            d => d.Id == id && owned.Contains(d.MailboxId) && d.LockedAt == null && d.ReadAt != null, cancellationToken);
    }

    // The opening and its link in the chain, or neither.
    private async Task<bool> OpenAsync(
        PortalContext context, IQueryable<Delivery> own, IReadOnlyList<UnlockedMailbox> mailboxes, SignInMethods methods, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await own.Where(d => d.ReadAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, now).SetProperty(d => d.Unread, false), cancellationToken) == 0)
        {
            return false;
        }

        var opened = await own.Select(d => new { d.Id, d.MessageId, d.MailboxId }).SingleAsync(cancellationToken);
        await evidence.AddAsync(
            context, opened.MessageId,
            [new EvidenceEvent(MessageEventKind.Opened, opened.Id)
            {
                Recipient = mailboxes.First(m => m.Id == opened.MailboxId).Address,
                Facts = new Dictionary<string, string> { ["signIn"] = methods.ToString() },
            }],
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
