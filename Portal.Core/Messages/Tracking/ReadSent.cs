using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Messages.Retention;
using Portal.Core.Storage.Model;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Tracking;

/// <summary>Gathers what a sender may know of a message of his: from its chain, which knows the deliveries that are gone too, and from the rows that are there.</summary>
public sealed class ReadSent(IDbContextFactory<PortalContext> contexts, ReadEvidence evidence, ExtendMessage extend)
{
    /// <summary>The message; null where nothing is known of it, or another sent it.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="senders">The addresses of whoever asks. The chain, which nobody can change, says who the sender is.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<SentMessage?> OfAsync(Guid messageId, IReadOnlyCollection<string> senders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(senders);
        var chain = await evidence.OfAsync(messageId, cancellationToken);
        var stored = chain.Links.Where(l => l.Event is { Kind: MessageEventKind.Received, DeliveryId: not null }).ToList();
        if (stored.Count == 0 || stored[0].Event.Facts.GetValueOrDefault("sender") is not { Length: > 0 } sender
            || !senders.Contains(sender, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var message = await context.Messages.Where(m => m.Id == messageId).Select(m => new { m.ExpiresAt, m.HeldAt }).SingleOrDefaultAsync(cancellationToken);
        var rows = await RowsAsync(context, messageId, cancellationToken);
        return new SentMessage
        {
            Id = messageId,
            Sender = sender,
            ReceivedAt = stored[0].At,
            ExpiresAt = message is { HeldAt: null } ? message.ExpiresAt : null,
            MayExtend = await extend.OfferToSenderAsync(messageId, cancellationToken) is not null,
            Recipients = [.. stored.Select(link => Recipient(chain, link, rows.GetValueOrDefault(link.Event.DeliveryId!.Value), message?.HeldAt is not null))],
            Chain = chain,
        };
    }

    private SentRecipient Recipient(EvidenceChain chain, EvidenceLink stored, Row? row, bool held)
    {
        var id = stored.Event.DeliveryId!.Value;
        IReadOnlyList<EvidenceLink> events = [.. chain.Links.Where(l => l.Event.DeliveryId == id)];
        var (there, by) = (row is not null, row?.Delivery.LockedAt is null ? DeliveryLock.None : row.Delivery.Lock);
        var unread = row is { Delivery.ReadAt: null };
        return new SentRecipient
        {
            DeliveryId = id,
            Address = stored.Event.Recipient ?? "",
            State = SentStates.Of([.. events.Select(e => e.Event.Kind)], there, by),
            Events = events,
            MayNotify = unread && by == DeliveryLock.None && row!.Notices is null or NoticeChoice.AtOnce,
            MayRenew = unread && by == DeliveryLock.None && Renewable(row!),
            MayWithdraw = unread && !held && by != DeliveryLock.Administrator,
            MayLock = there && by == DeliveryLock.None,
            MayUnlock = by is DeliveryLock.Administrator ? DeliveryLock.None : by,
        };
    }

    // Whose way needs no initial password must not need one because somebody pressed a button.
    private static bool Renewable(Row row) => !row.Registered && row.Channel is { } channel && channel != InitialPasswordChannel.None;

    private static async Task<Dictionary<Guid, Row>> RowsAsync(PortalContext context, Guid messageId, CancellationToken cancellationToken)
    {
        var rows = await (
            from delivery in context.Deliveries
            where delivery.MessageId == messageId
            join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
            join account in context.Users on mailbox.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            join password in context.InitialPasswords on mailbox.Id equals password.MailboxId into passwords
            from password in passwords.DefaultIfEmpty()
            select new Row(
                delivery, mailbox.AccountId != null, account == null ? null : account.Notices,
                password == null || password.UsedAt != null ? null : password.Channel)).ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Delivery.Id);
    }

    private sealed record Row(Delivery Delivery, bool Registered, NoticeChoice? Notices, InitialPasswordChannel? Channel);
}
