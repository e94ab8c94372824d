using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Takes down that a reader fetched a file of a message, or all of it, before the first byte leaves. Later fetches, and further ranges of one, cost a look.</summary>
public sealed class RecordDownload(IDbContextFactory<PortalContext> contexts, MarkRead mark, AppendEvidence evidence)
{
    /// <summary>Writes it down once for each delivery; to fetch is to open, too.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="message">What was opened.</param>
    /// <param name="what">A short name of what is fetched, such as <c>attachment</c>.</param>
    /// <param name="methods">How the reader had proved who he is.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>False where the message was taken away or locked meanwhile: then nothing of it must leave.</returns>
    public async Task<bool> RunAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, OpenedMessage message, string what, SignInMethods methods, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.ReadAt is null && !await mark.MarkAsync(mailboxes, message.Id, methods, cancellationToken)
            && !await mark.IsMarkedAsync(mailboxes, message.Id, cancellationToken))
        {
            return false;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (message.Folder == DeliveryFolder.Sent || await IsKnownAsync(context, message, cancellationToken))
        {
            return true;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The delivery's row first: of several at once the others wait here, and find the link.
        if (await context.Deliveries.Where(d => d.Id == message.Id && d.LockedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.ReadAt, d => d.ReadAt), cancellationToken) == 0)
        {
            return false;
        }

        if (!await IsKnownAsync(context, message, cancellationToken))
        {
            await evidence.AddAsync(
                context, message.MessageId,
                [new EvidenceEvent(MessageEventKind.Downloaded, message.Id)
                {
                    Recipient = message.MailboxAddress,
                    Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["signIn"] = methods.ToString(), ["what"] = what },
                }],
                cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return true;
    }

    private static Task<bool> IsKnownAsync(PortalContext context, OpenedMessage message, CancellationToken cancellationToken) => context.MessageEvents.AnyAsync(
        e => e.MessageId == message.MessageId && e.DeliveryId == message.Id && e.Kind == MessageEventKind.Downloaded, cancellationToken);
}
