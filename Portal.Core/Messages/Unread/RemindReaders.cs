using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Unread;

/// <summary>
/// Reminds people who have registered of messages that they have not opened, once each. Who gets a daily mail or chose no notices is not reminded; who has not
/// registered is by <see cref="FollowUpInvitations"/>. Only for the web side: it opens who wrote. Of several processes at once one reminds.
/// </summary>
public sealed class RemindReaders(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, AppendEvidence evidence, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants,
    TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does all that is due.</summary>
    /// <returns>How many reminders were written.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var after = tenants[TenantCatalog.Default].UnreadReminderAfter;
        if (after == TimeSpan.Zero)
        {
            return 0;
        }

        var (now, reminded, passed) = (time.GetUtcNow(), 0, 0);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var some = await Due(context, UnreadDelivery.Due(now, after)).Skip(passed).Take(Batch).ToListAsync(cancellationToken);
            foreach (var due in some)
            {
                var done = await RemindAsync(context, due, now, cancellationToken);
                context.ChangeTracker.Clear();
                (reminded, passed) = done ? (reminded + 1, passed) : (reminded, passed + 1);
            }

            if (some.Count < Batch)
            {
                signal.Wake();
                return reminded;
            }
        }
    }

    internal static IQueryable<UnreadDelivery> Due(PortalContext context, (DateTimeOffset From, DateTimeOffset To) range) =>
        from delivery in context.Deliveries
        where delivery.ReadAt == null && delivery.RemindedAt == null && delivery.ReceivedAt > range.From && delivery.ReceivedAt <= range.To
            && delivery.LockedAt == null && delivery.BouncedAt == null && delivery.Folder != DeliveryFolder.Sent
        join message in context.Messages on delivery.MessageId equals message.Id
        where message.SenderHash != null
        join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
        where mailbox.ReplacedAt == null
        join account in context.Users on mailbox.AccountId equals account.Id
        where account.State == AccountState.Registered && account.Notices == NoticeChoice.AtOnce
        orderby delivery.ReceivedAt, delivery.Id
        select new UnreadDelivery(delivery.Id, message.Id, delivery.ReceivedAt, message.Sender, mailbox, account.Language);

    private async Task<bool> RemindAsync(PortalContext context, UnreadDelivery due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MessageSender.Of(vault, due.Sender, due.MessageId) is not { } sender)
        {
            return false;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Deliveries.Where(d => d.Id == due.Id && d.RemindedAt == null && d.ReadAt == null && d.LockedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.RemindedAt, now), cancellationToken) == 0)
        {
            return false;
        }

        var (token, check) = (NoticeToken.Create(), CheckCode.Create());
        context.Add(new Notice { TokenHash = token.Hash, DeliveryId = due.Id, MailboxId = due.Mailbox.Id, CheckHash = check.Hash, CreatedAt = now });
        context.Add(outbox.Seal(
            new NoticePayload
            {
                MailboxId = due.Mailbox.Id,
                To = due.Mailbox.Address,
                SenderName = sender.Name,
                SenderAddress = sender.Address,
                Token = token.Text,
                CheckCode = check.Text,
                Invited = false,
                Reminder = true,
                Language = due.Language ?? tenants[due.Mailbox.Tenant].Language,
            },
            due.Mailbox.Tenant, due.Id));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(
            context, due.MessageId, [new EvidenceEvent(MessageEventKind.Reminded, due.Id) { Recipient = due.Mailbox.Address }], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
