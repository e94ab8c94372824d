using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.States;

/// <summary>Locks and unlocks accounts by an operator's order. A locked account's sessions end at once; its mail stays.</summary>
public sealed class ChangeAccountState(IDbContextFactory<PortalContext> contexts, VaultPublicKey vault, TimeProvider time)
{
    /// <summary>Locks the account until somebody unlocks it.</summary>
    public Task<AccountChange> LockAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken) =>
        ChangeAsync(found, AccountTrigger.Lock, order, cancellationToken);

    /// <summary>Lets the person sign in again: ends a lock, the wait after wrong tries or the expiry of an unused account, and gives all tries back.</summary>
    public Task<AccountChange> UnlockAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken) =>
        ChangeAsync(found, AccountTrigger.Unlock, order, cancellationToken);

    private async Task<AccountChange> ChangeAsync(
        FoundAccount found, AccountTrigger trigger, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(order);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (found.Account is null)
        {
            return new AccountChange.Refused(found.StateAt(now));
        }

        if (await context.Users.SingleOrDefaultAsync(a => a.Id == found.Account.Id, cancellationToken) is not { } account)
        {
            return new AccountChange.Unknown();
        }

        var from = AccountStateTable.Of(account, now);
        if (AccountStateTable.Next(from, trigger) is not { } to
            || await WriteAsync(context, account, to, trigger == AccountTrigger.Unlock ? now : null, cancellationToken) == 0)
        {
            return new AccountChange.Refused(from);
        }

        if (trigger == AccountTrigger.Unlock)
        {
            await context.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteUpdateAsync(
                set => set.SetProperty(f => f.FailedCount, 0).SetProperty(f => f.LockedUntil, (DateTimeOffset?)null), cancellationToken);
        }

        context.Add(AccountEvents.Ordered(vault, account.Id, found.Mailbox.Id, (from, to, trigger), order, now));
        await context.SaveChangesAsync(cancellationToken);

        // A sign-in takes the account's row before it begins a session: it either is here by now, or begins none any more.
        if (to != AccountState.Registered)
        {
            await context.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new AccountChange.Changed(from, to);
    }

    // Only where nobody has changed the state meanwhile. Who is unlocked has the whole time again until the account expires.
    private static Task<int> WriteAsync(
        PortalContext context, Account account, AccountState to, DateTimeOffset? unlocked, CancellationToken cancellationToken) =>
        context.Users.Where(a => a.Id == account.Id && a.State == account.State).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.State, to)
                .SetProperty(a => a.AccessFailedCount, a => unlocked != null ? 0 : a.AccessFailedCount)
                .SetProperty(a => a.LockoutEnd, a => unlocked != null ? null : a.LockoutEnd)
                .SetProperty(a => a.FormerFailedCount, a => unlocked != null ? 0 : a.FormerFailedCount)
                .SetProperty(a => a.FormerLockedUntil, a => unlocked != null ? null : a.FormerLockedUntil)
                .SetProperty(a => a.LastSignInAt, a => unlocked ?? a.LastSignInAt),
            cancellationToken);
}
