using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Invitations;

/// <summary>Finds initial passwords whose SMS did not arrive, and mails others to the senders.</summary>
public sealed class ReplaceFailedSms(IDbContextFactory<PortalContext> contexts, RenewInvitation renew, TimeProvider time)
{
    private const int Batch = 100;

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

    // The last SMS decides: an earlier one may have been for an earlier invitation.
    private async Task<List<Guid>> FailedAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.InitialPasswords
            .Where(p => p.Channel == InitialPasswordChannel.SmsAtSending && p.UsedAt == null && p.EndedAt == null && p.ExpiresAt > now)
            .Where(p => context.SmsMessages
                .Where(m => m.OwnerId == p.MailboxId && m.Purpose == SmsPurpose.InitialPassword)
                .OrderByDescending(m => m.CreatedAt).Select(m => m.State).First() == SmsState.Failed)
            .OrderBy(p => p.ExpiresAt).Select(p => p.MailboxId).Take(Batch).ToListAsync(cancellationToken);
    }
}
