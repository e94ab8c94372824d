using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts.Devices;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Checks an address and a password. Unknown, locked and wrong cost the same and look the same.</summary>
public sealed class CheckPassword(CountTries tries, IPasswordHasher<Account> hasher, PasswordGate gate)
{
    private readonly Account _nobody = new();
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(new Account(), Guid.NewGuid().ToString()));

    /// <summary>Compares, and counts the try.</summary>
    /// <param name="tenant">The tenant whose pages these are.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="device">What the browser's cookie says, or null: a known browser's tries are counted apart.</param>
    /// <param name="cancellationToken">Ends the wait for a free core; after that the try is brought to its end.</param>
    /// <returns>The account, or null.</returns>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now; the try is not counted.</exception>
    public async Task<Account?> CheckAsync(
        string tenant, string address, string password, DeviceSecret? device, CancellationToken cancellationToken) =>
        await CheckAsync(await tries.TakeAsync(tenant, address, device, cancellationToken), password, cancellationToken);

    /// <summary>The same for somebody who is signed in and is asked once more.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now; the try is not counted.</exception>
    public async Task<Account?> CheckAgainAsync(Guid accountId, string password, DeviceSecret? device, CancellationToken cancellationToken) =>
        await CheckAsync(await tries.TakeAsync(accountId, device, cancellationToken), password, cancellationToken);

    private async Task<Account?> CheckAsync(SignInTry attempt, string password, CancellationToken cancellationToken)
    {
        PasswordVerificationResult result;
        try
        {
            result = await VerifyAsync(attempt.Account, password, cancellationToken);
        }
        catch (Exception error) when (error is TooManySignInsException or OperationCanceledException)
        {
            await tries.GiveBackAsync(attempt);
            throw;
        }

        if (!attempt.Allowed || result == PasswordVerificationResult.Failed)
        {
            await tries.FailAsync(attempt);
            return null;
        }

        await tries.SucceedAsync(attempt, result == PasswordVerificationResult.SuccessRehashNeeded ? await HashAnewAsync(attempt.Account!, password) : null);
        return attempt.Account;
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

    private async Task<string?> HashAnewAsync(Account account, string password)
    {
        try
        {
            return await gate.RunAsync(() => hasher.HashPassword(account, password), CancellationToken.None);
        }
        catch (TooManySignInsException)
        {
            return null; // at a sign-in when there is time
        }
    }
}
