using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// Counts tries at passwords that an account had before, on the ladder of the present one, each before a mailbox is tried. The count is their own: whoever has set
/// a new password knows that one, and it must give no tries back (threat B6).
/// </summary>
public sealed class CountFormerTries(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Counts a try.</summary>
    /// <returns>Whether it may succeed.</returns>
    internal async Task<bool> TakeAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Users.Where(a => a.Id == accountId);
        return await SignInLadder.CountAsync(
            time,
            () => rows.Select(a => new SignInLadder.Rung(a.FormerFailedCount, a.FormerLockedUntil)).SingleAsync(cancellationToken),
            (from, to) => rows.Where(a => a.FormerFailedCount == from.Failed && a.FormerLockedUntil == from.Until).ExecuteUpdateAsync(
                set => set.SetProperty(a => a.FormerFailedCount, to.Failed).SetProperty(a => a.FormerLockedUntil, to.Until), cancellationToken));
    }

    /// <summary>Nothing is left that one could open: counting begins anew.</summary>
    internal async Task SucceedAsync(Guid accountId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await context.Users.Where(a => a.Id == accountId).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.FormerFailedCount, 0).SetProperty(a => a.FormerLockedUntil, (DateTimeOffset?)null));
    }
}
