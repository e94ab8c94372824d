using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Reminds people who were invited and have not registered, once; and ends invitations whose time is over, and tells the senders. Only for
/// the web side: it opens who invited. Of several processes at once one does each step.
/// </summary>
public sealed class FollowUpInvitations(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, MakeInvitation invitations, AppendEvidence evidence, OutboxSealer outbox, OutboxSignal signal,
    TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does all that is due.</summary>
    /// <returns>How many were reminded, and how many invitations ended.</returns>
    public async Task<(int Reminded, int Ended)> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reminded = await AllAsync(
            passwords => passwords.Where(p => p.UsedAt == null && p.EndedAt == null && p.ExpiresAt > now && p.RemindAt != null && p.RemindAt <= now),
            (context, due) => RemindAsync(context, due, now), cancellationToken);
        var ended = await AllAsync(
            passwords => passwords.Where(p => p.UsedAt == null && p.EndedAt == null && p.ExpiresAt <= now),
            (context, due) => EndAsync(context, due, now), cancellationToken);
        signal.Wake();
        return (reminded, ended);
    }

    private async Task<int> AllAsync(
        Func<IQueryable<InitialPassword>, IQueryable<InitialPassword>> due, Func<PortalContext, Due, Task> act, CancellationToken cancellationToken)
    {
        var count = 0;
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var some = await (
                from password in due(context.InitialPasswords)
                join mailbox in context.Mailboxes on password.MailboxId equals mailbox.Id
                orderby password.ExpiresAt
                select new Due(password, mailbox)).Take(Batch).ToListAsync(cancellationToken);
            foreach (var one in some)
            {
                await act(context, one);
                context.ChangeTracker.Clear();
            }

            count += some.Count;
            if (some.Count < Batch)
            {
                return count;
            }
        }
    }

    private async Task RemindAsync(PortalContext context, Due due, DateTimeOffset now)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.InitialPasswords.Where(p => p.MailboxId == due.Mailbox.Id && p.RemindAt == due.Password.RemindAt && p.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.RemindAt, (DateTimeOffset?)null)) == 0)
        {
            return;
        }

        if (await FirstAsync(context, due) is { } first && SenderOf(due, first) is { } sender)
        {
            var deliveryId = first.DeliveryId;
            var (token, check) = (NoticeToken.Create(), CheckCode.Create());
            context.Add(new Notice { TokenHash = token.Hash, DeliveryId = deliveryId, MailboxId = due.Mailbox.Id, CheckHash = check.Hash, CreatedAt = now });
            context.Add(outbox.Seal(Reminder(due, sender, token, check), due.Mailbox.Tenant, deliveryId));
            await context.SaveChangesAsync();
            await evidence.AddAsync(
                context, first.MessageId, [new EvidenceEvent(MessageEventKind.Reminded, deliveryId) { Recipient = due.Mailbox.Address }], CancellationToken.None);
        }

        await transaction.CommitAsync();
    }

    private async Task EndAsync(PortalContext context, Due due, DateTimeOffset now)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.InitialPasswords
            .Where(p => p.MailboxId == due.Mailbox.Id && p.ExpiresAt == due.Password.ExpiresAt && p.UsedAt == null && p.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.EndedAt, now).SetProperty(p => p.RemindAt, (DateTimeOffset?)null)) == 0)
        {
            return;
        }

        context.Add(AccountEvents.Expired(due.Mailbox.Id, now));
        if (SenderBox.Find(vault, due.Password.Sender, due.Mailbox.Id) is { } sender)
        {
            var (token, link) = invitations.Link(due.Mailbox.Tenant, due.Mailbox.Id, due.Password.MessageId, sender);
            context.Add(outbox.Seal(
                new InvitationEndedPayload
                {
                    To = sender.Address,
                    RecipientAddress = due.Mailbox.Address,
                    EndedAt = due.Password.ExpiresAt,
                    SenderToken = token,
                    Channel = due.Password.Channel,
                    Language = sender.Language,
                },
                due.Mailbox.Tenant));
            context.Add(link);
        }

        await context.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static NoticePayload Reminder(Due due, InvitationSender sender, NoticeToken token, CheckCode check) => new()
    {
        MailboxId = due.Mailbox.Id,
        To = due.Mailbox.Address,
        SenderName = sender.Name,
        SenderAddress = sender.Address,
        Token = token.Text,
        CheckCode = check.Text,
        Invited = true,
        Channel = due.Password.Channel,
        Reminder = true,
        InitialPasswordUntil = due.Password.ExpiresAt,
        Language = sender.Language,
    };

    // The message that invited is the one whose writer has the initial password; where it is gone, the first that came. Of one that nobody can open any more
    // nobody is reminded.
    private static Task<First?> FirstAsync(PortalContext context, Due due)
    {
        var (mailboxId, messageId) = (due.Mailbox.Id, due.Password.MessageId);
        return context.Deliveries.Where(d => d.MailboxId == mailboxId && d.Folder != DeliveryFolder.Sent && d.LockedAt == null)
            .OrderByDescending(d => d.MessageId == messageId).ThenBy(d => d.Position)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new First(d.Id, m.Id, m.Sender)).FirstOrDefaultAsync();
    }

    // It names who wrote what it leads to.
    private InvitationSender? SenderOf(Due due, First first) =>
        first.MessageId == due.Password.MessageId || first.Sender.Length == 0 ? SenderBox.Find(vault, due.Password.Sender, due.Mailbox.Id) : SenderBox.Find(vault, first.Sender, first.MessageId);

    private sealed record First(Guid DeliveryId, Guid MessageId, byte[] Sender);

    private sealed record Due(InitialPassword Password, Mailbox Mailbox);
}
