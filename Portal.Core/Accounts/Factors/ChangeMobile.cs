using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Factors;

/// <summary>Sets the number that codes go to, once a code has proved it, and removes it.</summary>
public sealed class ChangeMobile(CountFactorTries tries, SmsCodes codes, WriteFactorChange write, ReadProfile read, ProfileBox box)
{
    /// <summary>Sets the number to which the code went.</summary>
    /// <returns>False where the code is wrong.</returns>
    public async Task<bool> ProveAsync(FactorOwner owner, byte[] boundTo, string typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (!await tries.TakeAsync(owner.AccountId, cancellationToken))
        {
            return false;
        }

        if (await codes.UseAsync(boundTo, owner.AccountId, typed, CancellationToken.None) is not { } number)
        {
            await tries.FailAsync(owner.AccountId);
            return false;
        }

        await tries.SucceedAsync(owner.AccountId);
        return await write.AddAsync(owner, FactorChange.MobileAdded, context => SetAsync(context, owner.AccountId, number, cancellationToken), cancellationToken);
    }

    /// <summary>Removes the number.</summary>
    public Task<FactorRemoval> RemoveAsync(FactorOwner owner, CancellationToken cancellationToken) =>
        write.RemoveAsync(owner, FactorChange.MobileRemoved, context => SetAsync(context, owner.AccountId, null, cancellationToken), cancellationToken);

    // Inside a transaction that writes: nobody else changes the profile meanwhile without one of the two failing.
    private async Task<int> SetAsync(PortalContext context, Guid accountId, PhoneNumber? number, CancellationToken cancellationToken)
    {
        if (await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is not { } account
            || read.Of(account) is not { } profile || (number is null && profile.Mobile is null))
        {
            return 0;
        }

        var changed = box.Seal(profile with { Mobile = number?.E164 }, accountId);
        return await context.Users.Where(a => a.Id == accountId && a.Profile == account.Profile)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, changed), cancellationToken);
    }
}
