using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Invitations;

/// <summary>Finds initial passwords whose SMS did not arrive, and mails others to the senders.</summary>
public sealed class ReplaceFailedSms(IDbContextFactory<PortalContext> contexts, RenewInvitation renew, TimeProvider time)
{
    private const int Batch = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30); // that an initial password by SMS may be good

    /// <summary>Does it for all that are known by now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var mailboxId in await FailedAsync(cancellationToken))
        {
            count += await renew.InsteadOfSmsAsync(mailboxId, SmsRefusal.NotDelivered, cancellationToken) ? 1 : 0;
        }

        return count;
    }

    // From the few that failed to their invitations, not the other way about. The last SMS decides: an earlier one may have been for an earlier
    // invitation.
    private async Task<List<Guid>> FailedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - Longest;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SmsMessages
            .Where(m => m.CreatedAt > since && m.Purpose == SmsPurpose.InitialPassword && m.State == SmsState.Failed)
            .Where(m => !context.SmsMessages.Any(
                later => later.CreatedAt > m.CreatedAt && later.OwnerId == m.OwnerId && later.Purpose == SmsPurpose.InitialPassword))
            .Where(m => context.InitialPasswords.Any(p => p.MailboxId == m.OwnerId && p.Channel == InitialPasswordChannel.SmsAtSending
                && p.UsedAt == null && p.EndedAt == null && p.ExpiresAt > now))
            .Select(m => m.OwnerId).Distinct().Take(Batch).ToListAsync(cancellationToken);
    }
}
