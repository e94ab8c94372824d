using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Factors;

/// <summary>
/// Counts tries at second factors on the ladder of the passwords, each before the code is compared. One count for all factors of an account, over all sign-ins:
/// neither a new challenge nor a right password gives tries back (threat B9).
/// </summary>
public sealed class CountFactorTries(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Counts a try.</summary>
    /// <returns>Whether it may succeed.</returns>
    internal async Task<bool> TakeAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await EnsureRowAsync(contexts, accountId, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.SecondFactors.Where(f => f.AccountId == accountId);
        return await SignInLadder.CountAsync(
            time,
            () => rows.Select(f => new SignInLadder.Rung(f.FailedCount, f.LockedUntil)).SingleAsync(cancellationToken),
            (from, to) => rows.Where(f => f.FailedCount == from.Failed && f.LockedUntil == from.Until).ExecuteUpdateAsync(
                set => set.SetProperty(f => f.FailedCount, to.Failed).SetProperty(f => f.LockedUntil, to.Until), cancellationToken));
    }

    /// <summary>The code was right: counting begins anew.</summary>
    internal async Task SucceedAsync(Guid accountId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await context.SecondFactors.Where(f => f.AccountId == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.FailedCount, 0).SetProperty(f => f.LockedUntil, (DateTimeOffset?)null));
    }

    /// <summary>The code was wrong: where the next one waits for that, the audit says so.</summary>
    internal async Task FailAsync(Guid accountId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        if (await context.SecondFactors.AnyAsync(f => f.AccountId == accountId && f.LockedUntil != null))
        {
            context.Add(new FactorEvent { At = time.GetUtcNow(), AccountId = accountId, Change = FactorChange.TooManyFailures });
            await context.SaveChangesAsync();
        }
    }

    internal static async Task EnsureRowAsync(IDbContextFactory<PortalContext> contexts, Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.SecondFactors.AnyAsync(f => f.AccountId == accountId, cancellationToken))
        {
            return;
        }

        context.Add(new SecondFactor { AccountId = accountId });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (context.SecondFactors.Any(f => f.AccountId == accountId))
        {
            // Somebody else was first.
        }
    }
}
