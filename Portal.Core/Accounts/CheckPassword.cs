using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Checks an address and a password. Unknown, locked and wrong cost the same and look the same.</summary>
public sealed class CheckPassword(
    IDbContextFactory<PortalContext> contexts, IPasswordHasher<Account> hasher, PasswordGate gate, TimeProvider time)
{
    private const int FreeTries = 5;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    private readonly Account _nobody = new();
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(new Account(), Guid.NewGuid().ToString()));

    /// <summary>The account, or null.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task<Account?> CheckAsync(string tenant, string address, string password, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await context.Mailboxes.Where(m => m.Tenant == tenant && m.Address == address)
            .Join(context.Users, m => m.AccountId, a => a.Id, (_, a) => a)
            .FirstOrDefaultAsync(cancellationToken);
        var hash = account?.PasswordHash ?? _nobodysHash.Value;
        var typed = password.Length <= PasswordPolicy.MaximumLength ? password : "";
        var result = await gate.RunAsync(() => hasher.VerifyHashedPassword(account ?? _nobody, hash, typed), cancellationToken);
        if (account is null)
        {
            return null;
        }

        if (result == PasswordVerificationResult.Failed || account.LockoutEnd > time.GetUtcNow())
        {
            await CountFailureAsync(context, account.Id, cancellationToken);
            return null;
        }

        await SucceedAsync(context, account, result, password, cancellationToken);
        return account;
    }

    // A lock is not made longer by tries during it, and what came before a lock that has ended counts no more: otherwise one try
    // now and then would keep its owner out for ever.
    private async Task CountFailureAsync(PortalContext context, Guid accountId, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        DateTimeOffset? until = now + Lock;
        await context.Users.Where(a => a.Id == accountId && a.LockoutEnd != null && a.LockoutEnd <= now).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), cancellationToken);
        await context.Users.Where(a => a.Id == accountId && a.LockoutEnd == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1)
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= FreeTries ? until : null),
            cancellationToken);
    }

    private async Task SucceedAsync(
        PortalContext context, Account account, PasswordVerificationResult result, string password, CancellationToken cancellationToken)
    {
        if (account.AccessFailedCount > 0)
        {
            await context.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken);
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var hash = await gate.RunAsync(() => hasher.HashPassword(account, password), cancellationToken);
            await context.Users.Where(a => a.Id == account.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, hash), cancellationToken);
        }
    }
}
