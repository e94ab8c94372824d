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
        var result = await VerifyAsync(account, password, cancellationToken);
        if (account is null || result == PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(context, account, cancellationToken);
            return null;
        }

        // Asked anew: of many guesses at once, those that failed meanwhile may have locked the account.
        var now = time.GetUtcNow();
        if (await context.Users.AnyAsync(a => a.Id == account.Id && a.LockoutEnd > now, cancellationToken))
        {
            await CountFailureAsync(context, account, cancellationToken);
            return null;
        }

        await SucceedAsync(context, account, result, password, cancellationToken);
        return account;
    }

    // The hash that stands in for an unknown address is made at the first check of any, so that it gives none away.
    private Task<PasswordVerificationResult> VerifyAsync(Account? account, string password, CancellationToken cancellationToken)
    {
        var typed = password.Length <= PasswordPolicy.MaximumLength ? password : "";
        return gate.RunAsync(
            () =>
            {
                var nobodys = _nobodysHash.Value;
                return hasher.VerifyHashedPassword(account ?? _nobody, account?.PasswordHash ?? nobodys, typed);
            },
            cancellationToken);
    }

    // While the lock lasts nothing is counted, so it ends when it was set to, however often somebody tries; after it counting begins
    // anew. An unknown address costs the same durable write, to some account that it leaves as it is: without it the answer would
    // come sooner (threat B1).
    private async Task CountFailureAsync(PortalContext context, Account? account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? until = now + Lock;
        var step = account is null || account.LockoutEnd > now ? 0 : 1;
        var written = account is null ? context.Users.Where(a => a.Id == context.Users.Min(u => u.Id)) : context.Users.Where(a => a.Id == account.Id);
        await written.ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.LockoutEnd, a => step == 1 && a.LockoutEnd <= now ? null
                    : step == 1 && a.AccessFailedCount + 1 >= FreeTries ? until : a.LockoutEnd)
                .SetProperty(a => a.AccessFailedCount, a => step == 1 && a.LockoutEnd <= now ? 1 : a.AccessFailedCount + step),
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

        if (result == PasswordVerificationResult.SuccessRehashNeeded && !await HasPasswordSlotsAsync(context, account, cancellationToken))
        {
            var hash = await gate.RunAsync(() => hasher.HashPassword(account, password), cancellationToken);
            await context.Users.Where(a => a.Id == account.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, hash), cancellationToken);
        }
    }

    // A new hash has a new salt, and the slots open with the old one's secret only: whoever changes the hash rewrites them with it.
    private static Task<bool> HasPasswordSlotsAsync(PortalContext context, Account account, CancellationToken cancellationToken) =>
        context.Mailboxes.Where(m => m.AccountId == account.Id)
            .AnyAsync(m => context.KeySlots.Any(s => s.MailboxId == m.Id && s.Kind == KeySlotKind.Password), cancellationToken);
}
