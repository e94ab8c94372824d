using Portal.Core.Mailboxes;
using Portal.Core.Messages.Threads;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>What the database has of one line of a listing.</summary>
internal sealed record SummaryLine(
    Guid Id, long Position, Guid MessageId, byte[] SealedKey, byte[] Summary, DateTimeOffset ReceivedAt, bool Unread, long Size, DeliveryFolder Folder, bool Threaded,
    bool Locked)
{
    /// <summary>The lines of deliveries.</summary>
    public static IQueryable<SummaryLine> Of(PortalContext context, IQueryable<Delivery> deliveries) => deliveries
        .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new SummaryLine(
            d.Id, d.Position, m.Id, d.SealedKey, m.Summary, d.ReceivedAt, d.Unread && d.Folder != DeliveryFolder.Sent, m.Size, d.Folder, d.ThreadKey != null,
            d.LockedAt != null));

    /// <summary>Opens it for its reader. One damaged message must not hide all the others: its row has no summary, and neither has a locked one's.</summary>
    /// <param name="keys">Opens message keys.</param>
    /// <param name="mailbox">The reader's mailbox.</param>
    /// <param name="seen">Takes what is worth keeping.</param>
    public MessageRow Open(DeliveryKey keys, UnlockedMailbox mailbox, List<SeenDelivery> seen) =>
        new(Id, Locked ? null : Summarise(keys, mailbox, seen), ReceivedAt, Unread, Size, Folder) { Locked = Locked };

    private MessageSummary? Summarise(DeliveryKey keys, UnlockedMailbox mailbox, List<SeenDelivery> seen)
    {
        try
        {
            using var key = keys.Open(SealedKey, mailbox, MessageId, out var replacement);
            var summary = MessageSummary.FromBytes(SealedBytes.Open(Summary, key, new SealingContext(SealedKind.Summary, MessageId)));
            var thread = !Threaded && summary.ThreadRoot is { } root ? ThreadKeys.Of(mailbox, root, MessageId) : null;
            if (replacement is not null || thread is not null)
            {
                seen.Add(new SeenDelivery(Id, replacement, thread));
            }

            return summary;
        }
        catch (Exception error) when (error is SealingException or InvalidDataException)
        {
            keys.LogDamaged(MessageId, error.GetType().Name);
            return null;
        }
    }
}
