using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.SignIns;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>
/// Counts tries to sign in: each before the password is compared, so that no number of parallel guesses gets one more than the ladder
/// gives. A known browser has a count of its own, so that strangers who guess lock nobody out of it. Every try costs two durable commits, one
/// before and one after the comparison, whether address and password are right, wrong or unknown (threat B1).
/// </summary>
public sealed class CountTries(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    private const int Races = 16;

    /// <summary>A try for whoever reads an address.</summary>
    internal Task<SignInTry> TakeAsync(string tenant, string address, DeviceSecret? device, CancellationToken cancellationToken) => TakeAsync(
        context => from mailbox in context.Mailboxes
                   where mailbox.Tenant == tenant && mailbox.Address == address && mailbox.ReplacedAt == null
                   join account in context.Users on mailbox.AccountId equals account.Id
                   select account,
        device,
        cancellationToken);

    /// <summary>A try for an account that is known already.</summary>
    internal Task<SignInTry> TakeAsync(Guid accountId, DeviceSecret? device, CancellationToken cancellationToken) =>
        TakeAsync(context => context.Users.Where(account => account.Id == accountId), device, cancellationToken);

    private async Task<SignInTry> TakeAsync(Func<PortalContext, IQueryable<Account>> who, DeviceSecret? device, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var race = 0; race < Races; race++)
        {
            var attempt = await FindAsync(context, who(context), device?.Id ?? [], cancellationToken);
            if (!attempt.Allowed)
            {
                await TouchAsync(context);
                return attempt;
            }

            if (await SetAsync(context, attempt, (attempt.FailuresBefore, attempt.WaitBefore), (attempt.FailuresBefore + 1, attempt.WaitAfter)) > 0)
            {
                return attempt;
            }
        }

        // So many at once for one account are no person's.
        return new SignInTry(null, null, Allowed: false, time.GetUtcNow());
    }

    /// <summary>The password was not compared after all.</summary>
    internal async Task GiveBackAsync(SignInTry attempt)
    {
        await using var context = await contexts.CreateDbContextAsync();
        if (attempt.Allowed)
        {
            await SetAsync(context, attempt, (attempt.FailuresBefore + 1, attempt.WaitAfter), (attempt.FailuresBefore, attempt.WaitBefore));
        }
    }

    /// <summary>The password was right: counting begins anew, on the account and in the browser.</summary>
    /// <param name="attempt">The try.</param>
    internal async Task SucceedAsync(SignInTry attempt)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.Users.Where(a => a.Id == attempt.Account!.Id).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null));
        if (attempt.Device is { } device)
        {
            await context.Devices.Where(d => d.Id == device.Id && d.AccountId == device.AccountId).ExecuteUpdateAsync(set => set
                .SetProperty(d => d.FailedCount, 0).SetProperty(d => d.LockedUntil, (DateTimeOffset?)null));
        }

        if (attempt.Account is { State: AccountState.Registered, LockoutEnd: { } until })
        {
            await AddAsync(context, attempt, AccountState.LockedForATime, until > attempt.At ? AccountTrigger.SignIn : AccountTrigger.WaitOver);
        }

        await transaction.CommitAsync();
    }

    /// <summary>The password was wrong, or the try was not allowed: what that did to the account is written down.</summary>
    internal async Task FailAsync(SignInTry attempt)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await TouchAsync(context);
        await RecordSignIn.CountRefusedAsync(context, attempt.Account?.Id, attempt.At);

        if (attempt is { Allowed: true, Device: null, WaitAfter: not null, Account.State: AccountState.Registered })
        {
            if (attempt.WaitBefore is not null)
            {
                await AddAsync(context, attempt, AccountState.LockedForATime, AccountTrigger.WaitOver);
            }

            await AddAsync(context, attempt, AccountState.Registered, AccountTrigger.TooManyFailures);
        }

        await transaction.CommitAsync();
    }

    private async Task<SignInTry> FindAsync(
        PortalContext context, IQueryable<Account> who, byte[] deviceId, CancellationToken cancellationToken)
    {
        var found = await (
            from account in who.AsNoTracking()
            join device in context.Devices.Where(d => d.Id == deviceId) on account.Id equals device.AccountId into devices
            from device in devices.DefaultIfEmpty()
            select new { account, device }).FirstOrDefaultAsync(cancellationToken);
        return SignInTry.Of(found?.account, found?.device, time.GetUtcNow());
    }

    // Only where nobody else has counted meanwhile.
    private static Task<int> SetAsync(
        PortalContext context, SignInTry attempt, (int Count, DateTimeOffset? Wait) from, (int Count, DateTimeOffset? Wait) to)
    {
        if (attempt.Device is { } device)
        {
            return context.Devices
                .Where(d => d.Id == device.Id && d.AccountId == device.AccountId && d.FailedCount == from.Count && d.LockedUntil == from.Wait)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.FailedCount, to.Count).SetProperty(d => d.LockedUntil, to.Wait));
        }

        return context.Users
            .Where(a => a.Id == attempt.Account!.Id && a.AccessFailedCount == from.Count && a.LockoutEnd == from.Wait
                && (a.State == AccountState.Registered || a.State == AccountState.Expired))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, to.Count).SetProperty(a => a.LockoutEnd, to.Wait));
    }

    // The durable write of a try that counts for nobody, to some account that it leaves as it is.
    private static Task<int> TouchAsync(PortalContext context) => context.Users.Where(a => a.Id == context.Users.Min(u => u.Id))
        .ExecuteUpdateAsync(set => set.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount));

    private static async Task AddAsync(PortalContext context, SignInTry attempt, AccountState from, AccountTrigger trigger)
    {
        context.Add(States.AccountEvents.Portal(attempt.Account!.Id, from, trigger, attempt.At));
        await context.SaveChangesAsync();
    }
}
