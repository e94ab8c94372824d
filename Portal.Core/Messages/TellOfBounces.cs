using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Tells senders whose recipients could not be told of a message, each once; never a machine. Only for the web side: it opens who wrote. Of several processes at
/// once one does each.
/// </summary>
public sealed class TellOfBounces(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, MakeInvitation invitations, OutboxSealer outbox, OutboxSignal signal, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Tells of all that came back since.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        while (true)
        {
            var some = await (
                from delivery in context.Deliveries
                where delivery.BouncedAt != null && delivery.BounceToldAt == null
                join message in context.Messages on delivery.MessageId equals message.Id
                where !message.Automatic && message.SenderHash != null
                join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
                orderby delivery.BouncedAt
                select new Bounced(delivery.Id, delivery.BounceStatus ?? "", message.Id, message.Sender, mailbox)).Take(Batch).ToListAsync(cancellationToken);
            foreach (var one in some)
            {
                await TellAsync(context, one);
                context.ChangeTracker.Clear();
            }

            if (some.Count < Batch)
            {
                return;
            }
        }
    }

    private async Task TellAsync(PortalContext context, Bounced bounced)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.Deliveries.Where(d => d.Id == bounced.DeliveryId && d.BounceToldAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.BounceToldAt, now)) == 0)
        {
            return;
        }

        if (SenderBox.Find(vault, bounced.Sender, bounced.MessageId) is { } sender)
        {
            var (token, link) = invitations.Link(bounced.Mailbox.Tenant, bounced.Mailbox.Id, bounced.MessageId, sender);
            context.AddRange(link, outbox.Seal(
                new NoticeFailedPayload
                {
                    To = sender.Address,
                    RecipientAddress = bounced.Mailbox.Address,
                    Status = bounced.Status,
                    SenderToken = token,
                    Language = sender.Language,
                },
                bounced.Mailbox.Tenant));
            await context.SaveChangesAsync();
        }

        await transaction.CommitAsync();
        signal.Wake();
    }

    private sealed record Bounced(Guid DeliveryId, string Status, Guid MessageId, byte[] Sender, Mailbox Mailbox);
}
