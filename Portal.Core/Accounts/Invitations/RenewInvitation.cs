using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Invitations;

/// <summary>
/// Makes another initial password for a recipient and mails it to the sender: because the sender asks by his link, or because an SMS cannot be
/// sent. Only for the web side: it opens who the sender is.
/// </summary>
public sealed class RenewInvitation(
    IDbContextFactory<PortalContext> contexts, FindSenderLink links, MakeInvitation make, VaultKey vault, OutboxSignal signal, AppendEvidence evidence,
    TimeProvider time)
{
    /// <summary>For the sender who has the link: for that recipient alone, to that sender alone. An invitation that has ended begins anew.</summary>
    public async Task<RenewOutcome> ForSenderAsync(string? token, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(token, cancellationToken) is not { } link
            || SenderBox.Find(vault, link.Sender, link.MailboxId) is not { } sender)
        {
            return new RenewOutcome.Unknown();
        }

        return await RenewAsync(link, sender, cancellationToken);
    }

    /// <summary>For the sender of a message: for one of its recipients, to that sender alone.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="deliveryId">Its delivery.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<RenewOutcome> ForMessageAsync(Guid messageId, Guid deliveryId, CancellationToken cancellationToken)
    {
        SenderLinkTarget? target;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            target = await (
                from delivery in context.Deliveries
                where delivery.Id == deliveryId && delivery.MessageId == messageId
                join message in context.Messages on delivery.MessageId equals message.Id
                join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
                select new SenderLinkTarget(mailbox.Id, mailbox.Address, mailbox.Tenant, message.Sender, mailbox.AccountId != null) { MessageId = messageId })
                .SingleOrDefaultAsync(cancellationToken);
        }

        return target is not null && SenderBox.Find(vault, target.Sender, messageId) is { } sender
            ? await RenewAsync(target, sender, cancellationToken)
            : new RenewOutcome.Unknown();
    }

    private async Task<RenewOutcome> RenewAsync(SenderLinkTarget link, InvitationSender sender, CancellationToken cancellationToken)
    {
        if (link.Registered)
        {
            return new RenewOutcome.Registered();
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.InitialPasswords.SingleOrDefaultAsync(p => p.MailboxId == link.MailboxId, cancellationToken) is not { UsedAt: null } present)
        {
            return new RenewOutcome.Unknown();
        }

        if (IsAnothers(present, sender))
        {
            return new RenewOutcome.InvitedByAnother();
        }

        if (RenewalPace.Next(present) is { } next && next > time.GetUtcNow())
        {
            return new RenewOutcome.TooSoon(next);
        }

        return await WriteAsync(context, present, Call(link.Tenant, link.Address, present, sender) with { MessageId = link.MessageId ?? present.MessageId },
            asked: true, cancellationToken)
            ? new RenewOutcome.Sent()
            : new RenewOutcome.TooSoon(time.GetUtcNow());
    }

    /// <summary>Instead of an SMS that cannot be sent. Of several at once one does it.</summary>
    internal async Task<bool> InsteadOfSmsAsync(Guid mailboxId, SmsRefusal why, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.InitialPasswords.Where(p => p.MailboxId == mailboxId && p.UsedAt == null)
            .Join(context.Mailboxes, p => p.MailboxId, m => m.Id, (p, m) => new { Password = p, Mailbox = m }).SingleOrDefaultAsync(cancellationToken);
        return found is not null
            && found.Password.Channel is InitialPasswordChannel.SmsAtSending or InitialPasswordChannel.SmsAtOpening
            && SenderBox.Find(vault, found.Password.Sender, mailboxId) is { } sender
            && await WriteAsync(
                context, found.Password, Call(found.Mailbox.Tenant, found.Mailbox.Address, found.Password, sender) with { Refusal = why },
                asked: false, cancellationToken);
    }

    private async Task TellAsync(PortalContext context, Guid messageId, InvitationCall call, CancellationToken cancellationToken)
    {
        Guid? delivery = await context.Deliveries.Where(d => d.MessageId == messageId && d.MailboxId == call.MailboxId).Select(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken) is var id && id != default ? id : null;
        await evidence.AddAsync(
            context, messageId, [new EvidenceEvent(MessageEventKind.InitialPasswordAgain, delivery) { Recipient = call.Address }], cancellationToken);
    }

    private static InvitationCall Call(string tenant, string address, InitialPassword present, InvitationSender sender) => new()
    {
        Tenant = tenant,
        MailboxId = present.MailboxId,
        MessageId = present.MessageId,
        Address = address,
        Sender = sender,
        Channel = InitialPasswordChannel.Sender,
    };

    private bool IsAnothers(InitialPassword present, InvitationSender sender) =>
        present is { EndedAt: null, TriesLeft: > 0 } && present.ExpiresAt > time.GetUtcNow()
        && SenderBox.Find(vault, present.Sender, present.MailboxId) is { } inviter
        && !inviter.Address.Equals(sender.Address, StringComparison.OrdinalIgnoreCase);

    // Claimed in one statement, so that of many at once one mail comes, and none when somebody has registered meanwhile.
    private async Task<bool> WriteAsync(PortalContext context, InitialPassword present, InvitationCall call, bool asked, CancellationToken cancellationToken)
    {
        var (now, id, hash, before, after) = (time.GetUtcNow(), present.MailboxId, present.Hash, present.Renewals, present.Renewals + (asked ? 1 : 0));
        var renewed = make.Make(call);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.InitialPasswords.Where(p => p.MailboxId == id && p.UsedAt == null && p.Renewals == before && p.Hash == hash)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Renewals, after).SetProperty(p => p.RenewedAt, now), cancellationToken) == 0)
        {
            return false;
        }

        var row = await context.InitialPasswords.AsTracking().SingleAsync(p => p.MailboxId == id, cancellationToken);
        if (row.EndedAt is not null)
        {
            context.Add(AccountEvents.Again(id, now));
        }

        row.Replace(renewed.Password);
        context.AddRange(renewed.Mail!, renewed.Link!);
        await context.SaveChangesAsync(cancellationToken);
        if (asked && call.MessageId is { } messageId)
        {
            await TellAsync(context, messageId, call, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return true;
    }
}
