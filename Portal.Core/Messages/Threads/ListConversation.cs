using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Mime;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Threads;

/// <summary>Finds the messages that belong to one, its reader's own among them. Only their summaries are opened, and at most so many each way.</summary>
public sealed class ListConversation(IDbContextFactory<PortalContext> contexts, DeliveryKey keys)
{
    /// <summary>How many messages are listed before and after one.</summary>
    public const int EachWay = 10;

    // What has not been listed since it came is not known to belong anywhere: so many of the newest are looked at.
    private const int LookedAt = 25;

    /// <summary>The conversation around a message.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<Conversation> OfAsync(IReadOnlyList<UnlockedMailbox> mailboxes, OpenedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        ArgumentNullException.ThrowIfNull(message);
        if (ThreadRoot.Of(message.Outline) is not { Length: > 0 } root)
        {
            return Conversation.None;
        }

        await LookAsync(mailboxes, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (later, earlier) = (new List<Found>(), new List<Found>());
        foreach (var mailbox in mailboxes)
        {
            var key = ThreadKeys.Of(mailbox, root, message.MessageId);
            var thread = context.Deliveries.Where(d => d.MailboxId == mailbox.Id && d.ThreadKey == key && d.MessageId != message.MessageId);
            later.AddRange(await FindAsync(
                context, mailbox, thread.Where(d => d.Position > message.Position).OrderBy(d => d.Position), cancellationToken));
            earlier.AddRange(await FindAsync(
                context, mailbox, thread.Where(d => d.Position <= message.Position).OrderByDescending(d => d.Position), cancellationToken));
        }

        var nearestLater = Merge(later.OrderBy(found => found.Line.Position));
        var nearestEarlier = Merge(earlier.OrderByDescending(found => found.Line.Position));
        var seen = new List<SeenDelivery>();
        var conversation = new Conversation(
            [.. nearestLater.Take(EachWay).Reverse().Select(Open)], nearestLater.Count > EachWay,
            [.. nearestEarlier.Take(EachWay).Select(Open)], nearestEarlier.Count > EachWay);
        await keys.KeepAsync(seen, cancellationToken);
        return conversation;

        MessageRow Open(Found found) => found.Line.Open(keys, found.Mailbox, seen);
    }

    // Who has two addresses may have got a message twice.
    private static List<Found> Merge(IEnumerable<Found> found) => [.. found.DistinctBy(one => one.Line.MessageId).Take(EachWay + 1)];

    private static async Task<IEnumerable<Found>> FindAsync(
        PortalContext context, UnlockedMailbox mailbox, IQueryable<Delivery> thread, CancellationToken cancellationToken) =>
        (await SummaryLine.Of(context, thread.Take(EachWay + 1)).ToListAsync(cancellationToken)).Select(line => new Found(line, mailbox));

    private async Task LookAsync(IReadOnlyList<UnlockedMailbox> mailboxes, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = new List<SeenDelivery>();
        foreach (var mailbox in mailboxes)
        {
            var unknown = context.Deliveries.Where(d => d.MailboxId == mailbox.Id && d.ThreadKey == null).OrderByDescending(d => d.Position).Take(LookedAt);
            foreach (var line in await SummaryLine.Of(context, unknown).ToListAsync(cancellationToken))
            {
                line.Open(keys, mailbox, seen);
            }
        }

        await keys.KeepAsync(seen, cancellationToken);
    }

    private sealed record Found(SummaryLine Line, UnlockedMailbox Mailbox);
}
