using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>Writes what follows from a mail that was not delivered, in the caller's transaction.</summary>
internal static class WriteUndelivered
{
    /// <summary>A reply goes back to its writer, once. Whose mailbox is gone by now needs no answer.</summary>
    public static async Task ReturnAsync(PortalContext context, ReturnedReply returned, CancellationToken cancellationToken)
    {
        var (id, mailbox) = (returned.Failure.Id, returned.Failure.MailboxId);
        if (await context.Mailboxes.AnyAsync(m => m.Id == mailbox, cancellationToken) && !await context.ReplyFailures.AnyAsync(f => f.Id == id, cancellationToken))
        {
            context.AddRange(returned.Failure, returned.Mail);
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>A message did not get to its recipient's own certificate: its chain says so, and its sender is told, once.</summary>
    public static async Task LoseAsync(PortalContext context, AppendEvidence? evidence, LostMail lost, CancellationToken cancellationToken)
    {
        if (await context.MessageEvents.AnyAsync(
            e => e.MessageId == lost.MessageId && e.DeliveryId == lost.DeliveryId && e.Kind == MessageEventKind.NoticeFailed, cancellationToken))
        {
            return;
        }

        if (lost.Told is { } told)
        {
            context.Add(told);
            await context.SaveChangesAsync(cancellationToken);
        }

        if (evidence is not null && lost.MessageId is { } messageId)
        {
            var failed = new EvidenceEvent(MessageEventKind.NoticeFailed, lost.DeliveryId)
            {
                Recipient = lost.Recipient, Facts = new Dictionary<string, string> { ["status"] = lost.Status },
            };
            await evidence.AddAsync(context, messageId, [failed], cancellationToken);
        }
    }
}
