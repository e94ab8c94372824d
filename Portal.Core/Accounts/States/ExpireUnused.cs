using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.States;

/// <summary>
/// Lets accounts expire that nobody has signed in to for as long as the tenant says. Their mail stays; an operator can unlock them. Whose mail leaves encrypted to a
/// certificate of his own has no need to sign in.
/// </summary>
public sealed class ExpireUnused(IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does it for all that are due.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var lifetime = tenants[TenantCatalog.Default].AccountUnusedLifetime;
        if (lifetime == TimeSpan.Zero)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var (count, last) = (0, now - lifetime);
        while (await DueAsync(last, now, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var accountId in due)
            {
                count += await ExpireAsync(accountId, last, now, cancellationToken) ? 1 : 0;
            }
        }

        return count;
    }

    private static IQueryable<Account> Unused(PortalContext context, DateTimeOffset last, DateTimeOffset now) => context.Users.Where(
        a => a.State == AccountState.Registered && (a.LastSignInAt ?? a.RegisteredAt) <= last && !(a.LockoutEnd > now)
            && !context.Mailboxes.Any(m => m.AccountId == a.Id
                && context.MailboxCertificates.Any(c => c.MailboxId == m.Id && c.InUse && c.ProvedAt != null && c.NotAfter > now)));

    private async Task<List<Guid>> DueAsync(DateTimeOffset last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Unused(context, last, now).OrderBy(a => a.Id).Select(a => a.Id).Take(Batch).ToListAsync(cancellationToken);
    }

    // Only where nobody has signed in or changed the state meanwhile; of several processes one does it.
    private async Task<bool> ExpireAsync(Guid accountId, DateTimeOffset last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var to = AccountEvents.To(AccountState.Registered, AccountTrigger.Expire);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await Unused(context, last, now).Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, to), cancellationToken) == 0)
        {
            return false;
        }

        context.Add(AccountEvents.Portal(accountId, AccountState.Registered, AccountTrigger.Expire, now));
        await context.SaveChangesAsync(cancellationToken);
        await context.Sessions.Where(s => s.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
