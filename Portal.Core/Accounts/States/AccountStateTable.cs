using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.States;

/// <summary>
/// Every way from one state of an account to another; what is not listed is refused. In particular an account is initialised from
/// <see cref="AccountState.Invited"/> alone, so that no invitation can become a reset of somebody's password.
/// </summary>
public static class AccountStateTable
{
    private static readonly Dictionary<(AccountState? From, AccountTrigger Trigger), AccountState> Ways = new()
    {
        [(null, AccountTrigger.Invite)] = AccountState.Invited,
        [(AccountState.Expired, AccountTrigger.Invite)] = AccountState.Invited,
        [(AccountState.Invited, AccountTrigger.Register)] = AccountState.Registered,
        [(AccountState.Invited, AccountTrigger.Expire)] = AccountState.Expired,
        [(AccountState.Registered, AccountTrigger.TooManyFailures)] = AccountState.LockedForATime,
        [(AccountState.LockedForATime, AccountTrigger.WaitOver)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.SignIn)] = AccountState.Registered,
        [(AccountState.Registered, AccountTrigger.Lock)] = AccountState.LockedByAdmin,
        [(AccountState.LockedForATime, AccountTrigger.Lock)] = AccountState.LockedByAdmin,
        [(AccountState.Registered, AccountTrigger.Expire)] = AccountState.Expired,
        [(AccountState.Expired, AccountTrigger.Unlock)] = AccountState.Registered,
        [(AccountState.LockedByAdmin, AccountTrigger.Unlock)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.Unlock)] = AccountState.Registered,
        [(AccountState.Invited, AccountTrigger.Delete)] = AccountState.Deleted,
        [(AccountState.Registered, AccountTrigger.Delete)] = AccountState.Deleted,
        [(AccountState.LockedForATime, AccountTrigger.Delete)] = AccountState.Deleted,
        [(AccountState.LockedByAdmin, AccountTrigger.Delete)] = AccountState.Deleted,
        [(AccountState.Expired, AccountTrigger.Delete)] = AccountState.Deleted,
        [(AccountState.Registered, AccountTrigger.ChangePassword)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.ChangePassword)] = AccountState.LockedForATime,
        [(AccountState.Registered, AccountTrigger.ResetPassword)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.ResetPassword)] = AccountState.Registered,
        [(AccountState.Registered, AccountTrigger.OrderReset)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.OrderReset)] = AccountState.LockedForATime,
        [(AccountState.Registered, AccountTrigger.ApproveReset)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.ApproveReset)] = AccountState.LockedForATime,
        [(AccountState.Registered, AccountTrigger.RefuseReset)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.RefuseReset)] = AccountState.LockedForATime,
        [(AccountState.Registered, AccountTrigger.ApproveFactorReset)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.ApproveFactorReset)] = AccountState.LockedForATime,
        [(AccountState.Registered, AccountTrigger.ResetFactors)] = AccountState.Registered,
        [(AccountState.LockedForATime, AccountTrigger.ResetFactors)] = AccountState.LockedForATime,
    };

    /// <summary>The state that the trigger leads to.</summary>
    /// <param name="from">The present state, or null where there has been none.</param>
    /// <param name="trigger">What happens.</param>
    /// <returns>The next state, or null where the way is refused.</returns>
    public static AccountState? Next(AccountState? from, AccountTrigger trigger) =>
        Ways.TryGetValue((from, trigger), out var to) ? to : null;

    /// <summary>Where an account stands at a moment: what is stored, and the wait after too many wrong tries.</summary>
    public static AccountState Of(Account account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.State == AccountState.Registered && account.LockoutEnd > now ? AccountState.LockedForATime : account.State;
    }
}
