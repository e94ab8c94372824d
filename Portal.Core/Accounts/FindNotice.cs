using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>What a notice's link leads to.</summary>
/// <param name="MailboxId">The mailbox it was sent to.</param>
/// <param name="Address">That mailbox's address.</param>
/// <param name="DeliveryId">The message it tells of.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="AccountId">The account that reads the mailbox, or null while nobody has registered.</param>
/// <param name="Lock">Who locked the message, so that nobody can open it.</param>
public sealed record NoticeTarget(Guid MailboxId, string Address, Guid DeliveryId, string Tenant, Guid? AccountId, DeliveryLock Lock = DeliveryLock.None)
{
    /// <summary>Whether somebody reads the mailbox already.</summary>
    public bool Registered => AccountId is not null;
}

/// <summary>Looks up a notice's link. Changes nothing: mail scanners open every link.</summary>
public sealed class FindNotice(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>What the token leads to, or null where it is malformed or unknown.</summary>
    public async Task<NoticeTarget?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (NoticeToken.HashOf(token) is not { } hash)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from notice in context.Notices
            where notice.TokenHash == hash
            join mailbox in context.Mailboxes on notice.MailboxId equals mailbox.Id
            join delivery in context.Deliveries on notice.DeliveryId equals delivery.Id
            select new NoticeTarget(mailbox.Id, mailbox.Address, delivery.Id, mailbox.Tenant, mailbox.AccountId, delivery.Lock)).FirstOrDefaultAsync(cancellationToken);
    }
}
