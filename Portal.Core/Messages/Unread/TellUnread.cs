using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Unread;

/// <summary>
/// Tells senders once of each recipient who has not opened their message for some days. Never a machine that sent it, and not where the notice came back: that
/// is told in a mail of its own. Only for the web side: it opens who wrote. Of several processes at once one tells.
/// </summary>
public sealed class TellUnread(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, MakeInvitation invitations, AppendEvidence evidence, OutboxSealer outbox, OutboxSignal signal,
    TenantCatalog tenants, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does all that is due.</summary>
    /// <returns>How many mails were written.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var after = tenants[TenantCatalog.Default].UnreadNoticeAfter;
        if (after == TimeSpan.Zero)
        {
            return 0;
        }

        var (now, told, passed) = (time.GetUtcNow(), 0, 0);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var some = await Due(context, UnreadDelivery.Due(now, after)).Skip(passed).Take(Batch).ToListAsync(cancellationToken);
            foreach (var due in some)
            {
                var done = await TellAsync(context, due, now, cancellationToken);
                context.ChangeTracker.Clear();
                (told, passed) = done ? (told + 1, passed) : (told, passed + 1);
            }

            if (some.Count < Batch)
            {
                signal.Wake();
                return told;
            }
        }
    }

    internal static IQueryable<UnreadDelivery> Due(PortalContext context, (DateTimeOffset From, DateTimeOffset To) range) =>
        from delivery in context.Deliveries
        where delivery.ReadAt == null && delivery.UnreadToldAt == null && delivery.ReceivedAt > range.From && delivery.ReceivedAt <= range.To
            && delivery.LockedAt == null && delivery.BouncedAt == null && delivery.Folder != DeliveryFolder.Sent
        join message in context.Messages on delivery.MessageId equals message.Id
        where message.SenderHash != null && !message.Automatic
        join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
        orderby delivery.ReceivedAt, delivery.Id
        select new UnreadDelivery(delivery.Id, message.Id, delivery.ReceivedAt, message.Sender, mailbox, null);

    private async Task<bool> TellAsync(PortalContext context, UnreadDelivery due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MessageSender.Of(vault, due.Sender, due.MessageId) is not { } sender)
        {
            return false;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Deliveries.Where(d => d.Id == due.Id && d.UnreadToldAt == null && d.ReadAt == null && d.LockedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.UnreadToldAt, now), cancellationToken) == 0)
        {
            return false;
        }

        var (token, link) = invitations.Link(due.Mailbox.Tenant, due.Mailbox.Id, due.MessageId, sender);
        context.Add(link);
        context.Add(outbox.Seal(
            new UnreadToldPayload
            {
                To = sender.Address,
                RecipientAddress = due.Mailbox.Address,
                SentAt = due.ReceivedAt,
                Registered = due.Mailbox.AccountId is not null,
                SenderToken = token,
                Language = sender.Language,
            },
            due.Mailbox.Tenant));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(
            context, due.MessageId, [new EvidenceEvent(MessageEventKind.UnreadTold, due.Id) { Recipient = due.Mailbox.Address }], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
