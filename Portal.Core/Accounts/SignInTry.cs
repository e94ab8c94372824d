using Portal.Core.Accounts.States;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>A try to sign in that was counted before the password was looked at.</summary>
/// <param name="Account">The account of the address, as it was before, or null where there is none.</param>
/// <param name="Device">The known browser the try came from, as it was before, or null.</param>
/// <param name="Allowed">Whether the try may succeed at all.</param>
/// <param name="At">When it was counted.</param>
internal sealed record SignInTry(Account? Account, Device? Device, bool Allowed, DateTimeOffset At)
{
    /// <summary>Wrong tries in a row before this one, of the browser or else of the account.</summary>
    public int FailuresBefore => Device?.FailedCount ?? Account?.AccessFailedCount ?? 0;

    /// <summary>The wait that was set before this one, or null.</summary>
    public DateTimeOffset? WaitBefore => Device is null ? Account?.LockoutEnd : Device.LockedUntil;

    /// <summary>Until when the next try waits if this one is wrong, or null.</summary>
    public DateTimeOffset? WaitAfter => At + SignInLadder.After(FailuresBefore + 1);

    /// <summary>Finds out whether the account's state and the waits allow a try now.</summary>
    public static SignInTry Of(Account? account, Device? device, DateTimeOffset now)
    {
        // A browser that has used up its own tries counts as a stranger's.
        var known = device is { FailedCount: < SignInLadder.Most } ? device : null;
        var attempt = new SignInTry(account, known, Allowed: false, now);
        return attempt with
        {
            Allowed = account is { State: AccountState.Registered or AccountState.Expired } && attempt.FailuresBefore < SignInLadder.Most && !(attempt.WaitBefore > now),
        };
    }
}
