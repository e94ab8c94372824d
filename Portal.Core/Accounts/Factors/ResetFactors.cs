using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Factors;

/// <summary>What became of an operator's order to take second factors away.</summary>
public enum FactorReset
{
    /// <summary>They are gone.</summary>
    Done = 1,

    /// <summary>They are gone, and the password is shorter than the tenant wants of one alone.</summary>
    DoneWithShortPassword = 2,

    /// <summary>Another operator must order it, too.</summary>
    NeedsAnother = 3,

    /// <summary>There is none, nor a backup code.</summary>
    None = 4,

    /// <summary>Nobody has registered, or the account is locked or expired.</summary>
    Refused = 5,
}

/// <summary>
/// Takes all second factors and backup codes from an account whose owner has lost them, after an operator has made sure who it is. All sessions end, half
/// sign-ins too; each address is told by mail. Password and key slots stay as they are.
/// </summary>
public sealed class ResetFactors(
    IDbContextFactory<PortalContext> contexts, WriteFactorChange write, ReadProfile profiles, ProfileBox boxes, VaultPublicKey vault, TenantCatalog tenants,
    TimeProvider time)
{
    /// <summary>How long a first operator's order waits for the second one's where the tenant wants four eyes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Orders it.</summary>
    /// <param name="found">The account.</param>
    /// <param name="order">Who wants it, and why.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<FactorReset> ResetAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(order);
        if (found.Account is not { } account || AccountStateTable.Next(found.StateAt(time.GetUtcNow()), AccountTrigger.ResetFactors) is null)
        {
            return FactorReset.Refused;
        }

        if (tenants[found.Mailbox.Tenant].PasswordResetFourEyes && !await IsWantedByAnotherAsync(account.Id, order, cancellationToken))
        {
            return await WantAsync(found, order, cancellationToken);
        }

        // Nobody's browser: the mail names none.
        var owner = new FactorOwner(account.Id, found.Mailbox.Tenant, "");
        if (!await write.AddAsync(owner, FactorChange.AllReset, context => TakeAsync(context, found, order, cancellationToken), cancellationToken))
        {
            return FactorReset.None;
        }

        return account.PasswordHash is not null && profiles.Of(account).ShortPassword ? FactorReset.DoneWithShortPassword : FactorReset.Done;
    }

    // An order that has led to a reset is used up by it.
    private async Task<bool> IsWantedByAnotherAsync(Guid accountId, OperatorOrder order, CancellationToken cancellationToken)
    {
        var (by, since) = (AccountEvents.NameOf(order), time.GetUtcNow() - Patience);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.AccountEvents.AnyAsync(
            e => e.AccountId == accountId && e.Trigger == AccountTrigger.ApproveFactorReset && e.By != by && e.At > since
                && !context.AccountEvents.Any(done => done.AccountId == accountId && done.Trigger == AccountTrigger.ResetFactors && done.Id > e.Id),
            cancellationToken);
    }

    private async Task<FactorReset> WantAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await HasAnyAsync(context, found.Account!, cancellationToken))
        {
            return FactorReset.None;
        }

        context.Add(EventOf(found, AccountTrigger.ApproveFactorReset, order));
        await context.SaveChangesAsync(cancellationToken);
        return FactorReset.NeedsAnother;
    }

    private async Task<bool> HasAnyAsync(PortalContext context, Account account, CancellationToken cancellationToken) =>
        profiles.Of(account).Mobile is not null
        || await context.SecondFactors.AnyAsync(f => f.AccountId == account.Id && f.AuthenticatorAt != null, cancellationToken)
        || await context.Passkeys.AnyAsync(p => p.AccountId == account.Id, cancellationToken)
        || await context.BackupCodes.AnyAsync(c => c.AccountId == account.Id, cancellationToken);

    // Nothing is taken where there is nothing, or where the account has been changed since it was read.
    private async Task<int> TakeAsync(PortalContext context, FoundAccount found, OperatorOrder order, CancellationToken cancellationToken)
    {
        var account = found.Account!;
        var profile = boxes.Seal(profiles.Of(account) with { Mobile = null }, account.Id);
        if (!await HasAnyAsync(context, account, cancellationToken)
            || await context.Users.Where(a => a.Id == account.Id && a.State == account.State && a.Profile == account.Profile)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, profile), cancellationToken) == 0)
        {
            return 0;
        }

        // Nothing is left to be guessed: the count of wrong codes goes too, or no new factor could be set up.
        await context.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteUpdateAsync(
            set => set.SetProperty(f => f.AuthenticatorSecret, Array.Empty<byte>()).SetProperty(f => f.AuthenticatorAt, (DateTimeOffset?)null)
                .SetProperty(f => f.FailedCount, 0).SetProperty(f => f.LockedUntil, (DateTimeOffset?)null),
            cancellationToken);
        await context.Passkeys.Where(p => p.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await context.BackupCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await context.FactorCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await context.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        context.Add(EventOf(found, AccountTrigger.ResetFactors, order));
        return 1;
    }

    private AccountEvent EventOf(FoundAccount found, AccountTrigger trigger, OperatorOrder order)
    {
        var now = time.GetUtcNow();
        var from = found.StateAt(now);
        return AccountEvents.Ordered(vault, found.Account!.Id, found.Mailbox.Id, (from, AccountEvents.To(from, trigger), trigger), order, now);
    }
}
