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
/// Reminds people who have registered of messages that they have not opened, once each, and of all that are due at once in one mail. Who gets a daily mail or chose
/// no notices is not reminded; who has not registered is by <see cref="FollowUpInvitations"/>. Only for the web side: it opens who wrote. Of several processes at once one reminds.
/// </summary>
public sealed class RemindReaders(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, AppendEvidence evidence, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants,
    TimeProvider time)
{
    /// <summary>Does all that is due.</summary>
    /// <returns>How many reminders were written.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var after = tenants[TenantCatalog.Default].UnreadReminderAfter;
        if (after == TimeSpan.Zero)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var range = UnreadDelivery.Due(now, after);
        var written = await UnreadRounds.RunAsync(
            contexts, context => Due(context, range), one => one.Mailbox.Id, (context, due) => RemindAsync(context, range, due, now, cancellationToken), cancellationToken);
        signal.Wake();
        return written;
    }

    internal static IQueryable<UnreadDelivery> Due(PortalContext context, (DateTimeOffset From, DateTimeOffset To) range) =>
        from delivery in Unopened(context, range)
        join message in context.Messages on delivery.MessageId equals message.Id
        where message.SenderHash != null
        join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
        where mailbox.ReplacedAt == null
        join account in context.Users on mailbox.AccountId equals account.Id
        where account.State == AccountState.Registered && account.Notices == NoticeChoice.AtOnce
        orderby delivery.ReceivedAt, delivery.Id
        select new UnreadDelivery(delivery.Id, message.Id, delivery.ReceivedAt, message.Sender, mailbox, account.Language);

    private static IQueryable<Delivery> Unopened(PortalContext context, (DateTimeOffset From, DateTimeOffset To) range) => context.Deliveries.Where(
        d => d.ReadAt == null && d.RemindedAt == null && d.ReceivedAt > range.From && d.ReceivedAt <= range.To
            && d.LockedAt == null && d.BouncedAt == null && d.Folder != DeliveryFolder.Sent);

    // The mail names the sender of the oldest, and leads there; all of them are in the inbox.
    private async Task<bool> RemindAsync(
        PortalContext context, (DateTimeOffset From, DateTimeOffset To) range, IReadOnlyList<UnreadDelivery> all, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (all.Select(one => (Due: one, Sender: SenderBox.Find(vault, one.Sender, one.MessageId))).FirstOrDefault(one => one.Sender is not null)
            is not (var due, { } sender))
        {
            return false;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await Unopened(context, range)
            .Where(d => d.MailboxId == due.Mailbox.Id && context.Messages.Any(m => m.Id == d.MessageId && m.SenderHash != null))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.RemindedAt, now), cancellationToken) == 0)
        {
            return false; // another process has, or the reader was faster
        }

        var claimed = await context.Deliveries.Where(d => d.MailboxId == due.Mailbox.Id && d.RemindedAt == now)
            .Select(d => new { d.Id, d.MessageId }).ToListAsync(cancellationToken);
        if (!claimed.Exists(d => d.Id == due.Id))
        {
            return false; // opened, or locked, since it was looked for
        }

        context.AddRange(Mail(due, sender, now));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(
            context,
            [.. claimed.Select(one => (one.MessageId, new EvidenceEvent(MessageEventKind.Reminded, one.Id) { Recipient = due.Mailbox.Address }))],
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private object[] Mail(UnreadDelivery due, InvitationSender sender, DateTimeOffset now)
    {
        var (token, check) = (NoticeToken.Create(), CheckCode.Create());
        var payload = new NoticePayload
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
        };
        return
        [
            new Notice { TokenHash = token.Hash, DeliveryId = due.Id, MailboxId = due.Mailbox.Id, CheckHash = check.Hash, CreatedAt = now },
            outbox.Seal(payload, due.Mailbox.Tenant, due.Id),
        ];
    }
}
