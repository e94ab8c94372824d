using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Tracking;

/// <summary>What became of a sender's wish to have a recipient notified once more.</summary>
public abstract record NotifyAgainOutcome
{
    private NotifyAgainOutcome()
    {
    }

    /// <summary>The notice is on its way.</summary>
    public sealed record Sent : NotifyAgainOutcome;

    /// <summary>The last one went only just now.</summary>
    /// <param name="Until">When there may be another.</param>
    public sealed record TooSoon(DateTimeOffset Until) : NotifyAgainOutcome;

    /// <summary>There were enough.</summary>
    public sealed record TooMany : NotifyAgainOutcome;

    /// <summary>The invitation has ended: another initial password comes first.</summary>
    public sealed record Ended : NotifyAgainOutcome;

    /// <summary>Nobody needs one: the message was opened, is locked or gone, or its recipient decides himself when he is told.</summary>
    public sealed record NotNeeded : NotifyAgainOutcome;
}

/// <summary>Sends a recipient one more notice of a message that he has not opened, under a link of its own, because its sender asks for it.</summary>
public sealed class NotifyAgain(
    IDbContextFactory<PortalContext> contexts, AppendEvidence evidence, VaultKey vault, OutboxSealer outbox, OutboxSignal signal, TimeProvider time)
{
    /// <summary>So many for each message and recipient.</summary>
    public const int Most = 5;

    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    /// <summary>Sends it. Of many at once one does.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="deliveryId">Its delivery.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<NotifyAgainOutcome> RunAsync(Guid messageId, Guid deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The delivery's row first: who asks at the same moment waits here, and finds the link. Whether this notice comes back is another matter.
        if (await context.Deliveries.Where(d => d.Id == deliveryId && d.MessageId == messageId && d.ReadAt == null && d.LockedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.BouncedAt, (DateTimeOffset?)null).SetProperty(d => d.BounceStatus, (string?)null)
                    .SetProperty(d => d.BounceToldAt, (DateTimeOffset?)null),
                cancellationToken) == 0
            || await RecipientAsync(context, messageId, deliveryId, cancellationToken) is not { } recipient)
        {
            return new NotifyAgainOutcome.NotNeeded();
        }

        if (recipient is { Mailbox.AccountId: null, Password: { } password } && (password.EndedAt is not null || password.ExpiresAt <= time.GetUtcNow()))
        {
            return new NotifyAgainOutcome.Ended();
        }

        if (await RefusalAsync(context, messageId, deliveryId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var (token, check) = (NoticeToken.Create(), CheckCode.Create());
        context.Add(new Notice
        {
            TokenHash = token.Hash, DeliveryId = deliveryId, MailboxId = recipient.Mailbox.Id, CheckHash = check.Hash, CreatedAt = time.GetUtcNow(),
        });
        context.Add(outbox.Seal(NoticeOf(recipient, token, check, messageId), recipient.Mailbox.Tenant, deliveryId));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(
            context, messageId, [new EvidenceEvent(MessageEventKind.NotifiedAgain, deliveryId) { Recipient = recipient.Mailbox.Address }], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return new NotifyAgainOutcome.Sent();
    }

    private async Task<NotifyAgainOutcome?> RefusalAsync(PortalContext context, Guid messageId, Guid deliveryId, CancellationToken cancellationToken)
    {
        var before = await context.MessageEvents
            .Where(e => e.MessageId == messageId && e.DeliveryId == deliveryId && e.Kind == MessageEventKind.NotifiedAgain)
            .Select(e => e.At).ToListAsync(cancellationToken);
        if (before.Count >= Most)
        {
            return new NotifyAgainOutcome.TooMany();
        }

        return before.Count > 0 && before.Max() + Wait is var next && next > time.GetUtcNow() ? new NotifyAgainOutcome.TooSoon(next) : null;
    }

    private async Task<Recipient?> RecipientAsync(PortalContext context, Guid messageId, Guid deliveryId, CancellationToken cancellationToken)
    {
        var found = await (
            from delivery in context.Deliveries
            where delivery.Id == deliveryId
            join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
            join account in context.Users on mailbox.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            join password in context.InitialPasswords.Where(p => p.UsedAt == null) on mailbox.Id equals password.MailboxId into passwords
            from password in passwords.DefaultIfEmpty()
            select new { Mailbox = mailbox, Account = account, Password = password }).SingleAsync(cancellationToken);
        var box = await context.Messages.Where(m => m.Id == messageId).Select(m => m.Sender).SingleAsync(cancellationToken);
        return found.Account is null or { Notices: NoticeChoice.AtOnce, State: AccountState.Registered } && SenderBox.Find(vault, box, messageId) is { } sender
            ? new Recipient(found.Mailbox, found.Account?.Language, found.Password, sender)
            : null;
    }

    private static NoticePayload NoticeOf(Recipient recipient, NoticeToken token, CheckCode check, Guid messageId)
    {
        var (mailbox, invited) = (recipient.Mailbox, recipient.Mailbox.AccountId is null);
        return new NoticePayload
        {
            MailboxId = mailbox.Id,
            To = mailbox.Address,
            SenderName = recipient.Sender.Name,
            SenderAddress = recipient.Sender.Address,
            Token = token.Text,
            CheckCode = check.Text,
            Invited = invited,
            Channel = recipient.Password?.Channel ?? InitialPasswordChannel.Sender,
            InvitedEarlier = invited && recipient.Password?.MessageId != messageId,
            Reminder = true,
            InitialPasswordUntil = invited ? recipient.Password?.ExpiresAt : null,
            Language = recipient.Language ?? recipient.Sender.Language,
        };
    }

    private sealed record Recipient(Mailbox Mailbox, string? Language, InitialPassword? Password, InvitationSender Sender);
}
