using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Unread;

/// <summary>
/// Tells senders once of each recipient who has not opened their message for some days; of all recipients of a message in one mail. Never a machine that sent it, and not where the notice came back: that
/// is told in a mail of its own. Only for the web side: it opens who wrote. Of several processes at once one tells.
/// </summary>
public sealed class TellUnread(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, MakeInvitation invitations, AppendEvidence evidence, OutboxSealer outbox, OutboxSignal signal,
    TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Does all that is due.</summary>
    /// <returns>How many mails were written.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var after = tenants[TenantCatalog.Default].UnreadNoticeAfter;
        if (after == TimeSpan.Zero)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var range = UnreadDelivery.Due(now, after);
        var written = await UnreadRounds.RunAsync(
            contexts, context => Due(context, range), one => one.MessageId, (context, due) => TellAsync(context, range, due[0], now, cancellationToken), cancellationToken);
        signal.Wake();
        return written;
    }

    internal static IQueryable<UnreadDelivery> Due(PortalContext context, (DateTimeOffset From, DateTimeOffset To) range) =>
        from delivery in Unopened(context, range)
        join message in context.Messages on delivery.MessageId equals message.Id
        where message.SenderHash != null && !message.Automatic
        join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
        orderby delivery.ReceivedAt, delivery.Id
        select new UnreadDelivery(delivery.Id, message.Id, delivery.ReceivedAt, message.Sender, mailbox, null);

    private static IQueryable<Delivery> Unopened(PortalContext context, (DateTimeOffset From, DateTimeOffset To) range) => context.Deliveries.Where(
        d => d.ReadAt == null && d.UnreadToldAt == null && d.ReceivedAt > range.From && d.ReceivedAt <= range.To
            && d.LockedAt == null && d.BouncedAt == null && d.Folder != DeliveryFolder.Sent);

    private async Task<bool> TellAsync(
        PortalContext context, (DateTimeOffset From, DateTimeOffset To) range, UnreadDelivery due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (SenderBox.Find(vault, due.Sender, due.MessageId) is not { } sender)
        {
            return false;
        }

        var messageId = due.MessageId;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await Unopened(context, range).Where(d => d.MessageId == messageId)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.UnreadToldAt, now), cancellationToken) == 0)
        {
            return false; // another process has, or the readers were faster
        }

        var unread = await context.Deliveries.Where(d => d.MessageId == messageId && d.UnreadToldAt == now).OrderBy(d => d.Position)
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new UnreadDelivery(d.Id, d.MessageId, d.ReceivedAt, due.Sender, m, null))
            .ToListAsync(cancellationToken);
        context.AddRange(Mail(unread, sender));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(
            context, messageId,
            unread.Select(one => new EvidenceEvent(MessageEventKind.UnreadTold, one.Id) { Recipient = one.Mailbox.Address }), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private object[] Mail(List<UnreadDelivery> unread, InvitationSender sender)
    {
        var first = unread[0];
        var (token, link) = invitations.Link(first.Mailbox.Tenant, first.Mailbox.Id, first.MessageId, sender);
        var payload = new UnreadToldPayload
        {
            To = sender.Address,
            RecipientAddress = first.Mailbox.Address,
            MoreAddresses = [.. unread.Skip(1).Select(one => one.Mailbox.Address)],
            SentAt = first.ReceivedAt,
            Registered = first.Mailbox.AccountId is not null,
            SenderToken = token,
            Language = sender.Language,
        };
        return [link, outbox.Seal(payload, first.Mailbox.Tenant)];
    }
}
