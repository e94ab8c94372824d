using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Locks;

/// <summary>
/// The person whom a message reached says that it is for somebody else. It is locked at once; its sender and the tenant's administrators are told, because it may
/// be a personal data breach (GDPR, article 33). Only for the web side: it opens who wrote.
/// </summary>
public sealed partial class NotForMe(
    IDbContextFactory<PortalContext> contexts, FindNotice notices, VaultKey vault, AppendEvidence evidence, OutboxSealer outbox, OutboxSignal signal,
    TenantCatalog tenants, TimeProvider time, ILogger<NotForMe> logger)
{
    /// <summary>Said by who reads the mailbox; another's message is left alone.</summary>
    /// <returns>Whether it is locked now by this: of several at once, one does it.</returns>
    public Task<bool> ByReaderAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        return LockAsync(context => context.Deliveries.Where(d => d.Id == id && owned.Contains(d.MailboxId)), byLink: false, cancellationToken);
    }

    /// <summary>Said by who has the link of a notice to an address for which nobody has registered. Who has registered signs in first.</summary>
    /// <param name="token">The link's token.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>Whether it is locked now by this.</returns>
    public async Task<bool> ByLinkAsync(string? token, CancellationToken cancellationToken) =>
        await notices.FindAsync(token, cancellationToken) is { } notice
        && await LockAsync(
            context => context.Deliveries.Where(d => d.Id == notice.DeliveryId && context.Mailboxes.Any(m => m.Id == d.MailboxId && m.AccountId == null)),
            byLink: true, cancellationToken);

    private async Task<bool> LockAsync(Func<PortalContext, IQueryable<Delivery>> which, bool byLink, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // What the portal wrote itself, such as of an answer that came back, has no sender who could have erred.
        var open = which(context).Where(
            d => d.LockedAt == null && d.Folder != DeliveryFolder.Sent && context.Messages.Any(m => m.Id == d.MessageId && m.Gateway != ""));
        if (await open.SingleOrDefaultAsync(cancellationToken) is not { } delivery
            || await open.ExecuteUpdateAsync(set => set.SetProperty(d => d.LockedAt, now).SetProperty(d => d.Lock, DeliveryLock.Recipient), cancellationToken) == 0)
        {
            return false;
        }

        var message = await context.Messages.AsNoTracking().Where(m => m.Id == delivery.MessageId)
            .Select(m => new Told(m.Tenant, m.Automatic, m.Sender, m.Id)).SingleAsync(cancellationToken);
        var mailbox = await context.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == delivery.MailboxId, cancellationToken);
        context.ChangeTracker.Clear();
        context.AddRange(Mails(message, delivery, mailbox, byLink, now.Value));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(context, delivery.MessageId, [Event(delivery, mailbox, byLink)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        LogWrongPerson(delivery.Id);
        return true;
    }

    private IEnumerable<OutboxEntry> Mails(Told message, Delivery delivery, Mailbox mailbox, bool byLink, DateTimeOffset now)
    {
        var (tenant, sender) = (tenants[message.Tenant], SenderBox.Find(vault, message.Sender, message.Id));
        var told = new NotForMePayload
        {
            To = tenant.AlertAddress,
            RecipientAddress = mailbox.Address,
            SenderAddress = sender?.Address ?? "",
            SentAt = delivery.ReceivedAt,
            At = now,
            Opened = delivery.ReadAt is not null,
            ByLink = byLink,
            Language = tenant.Language,
        };
        if (tenant.AlertAddress.Length > 0)
        {
            yield return outbox.Seal(told, message.Tenant);
        }

        if (sender is not null && !message.Automatic)
        {
            yield return outbox.Seal(told with { To = sender.Address, SenderAddress = null, Language = sender.Language }, message.Tenant);
        }
    }

    private static EvidenceEvent Event(Delivery delivery, Mailbox mailbox, bool byLink) => new(MessageEventKind.NotForMe, delivery.Id)
    {
        Recipient = mailbox.Address,
        Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["by"] = byLink ? "link" : "session" },
    };

    private sealed record Told(string Tenant, bool Automatic, byte[] Sender, Guid Id);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The message {Delivery} reached somebody for whom it is not, and is locked ('message show' tells more).")]
    private partial void LogWrongPerson(Guid delivery);
}
