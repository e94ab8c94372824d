using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Checks an address and a password. Unknown, locked and wrong cost the same and look the same.</summary>
public sealed class CheckPassword(CountTries tries, IAccountHasher hasher, PasswordGate gate, RenewHash renew)
{
    private readonly Account _nobody = new();
    private readonly Lazy<string> _nobodysHash = new(() =>
    {
        var hash = hasher.HashPassword(new Account(), Guid.NewGuid().ToString(), out var secret);
        secret.Dispose();
        return hash;
    });

    /// <summary>Compares, and counts the try.</summary>
    /// <param name="tenant">The tenant whose pages these are.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="device">What the browser's cookie says, or null: a known browser's tries are counted apart.</param>
    /// <param name="cancellationToken">Ends the wait for a free core; after that the try is brought to its end.</param>
    /// <returns>
    /// The account with what its password opens, or null; the caller disposes of it. One that expired unused comes too, so that its person can be told so: whoever begins a session asks
    /// <see cref="Sessions.BeginSession"/>, which begins none for it.
    /// </returns>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now; the try is not counted.</exception>
    public async Task<CheckedPassword?> CheckAsync(
        string tenant, string address, string password, DeviceSecret? device, CancellationToken cancellationToken) =>
        await CheckAsync(await tries.TakeAsync(tenant, address, device, cancellationToken), password, cancellationToken);

    /// <summary>The same for somebody who is signed in and is asked once more.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now; the try is not counted.</exception>
    public async Task<CheckedPassword?> CheckAgainAsync(
        Guid accountId, string password, DeviceSecret? device, CancellationToken cancellationToken) =>
        await CheckAsync(await tries.TakeAsync(accountId, device, cancellationToken), password, cancellationToken);

    private async Task<CheckedPassword?> CheckAsync(SignInTry attempt, string password, CancellationToken cancellationToken)
    {
        (PasswordVerificationResult Result, PasswordSecret? Secret) verified;
        try
        {
            verified = await VerifyAsync(attempt.Account, password, cancellationToken);
        }
        catch (Exception error) when (error is TooManySignInsException or OperationCanceledException)
        {
            await tries.GiveBackAsync(attempt);
            throw;
        }

        if (!attempt.Allowed || verified.Result == PasswordVerificationResult.Failed)
        {
            verified.Secret?.Dispose();
            await tries.FailAsync(attempt);
            return null;
        }

        await tries.SucceedAsync(attempt);
        var right = new CheckedPassword(attempt.Account!, verified.Secret);
        return verified.Result == PasswordVerificationResult.SuccessRehashNeeded ? await renew.RenewAsync(right, password) : right;
    }

    // The hash that stands in for an unknown address is made at the first check of any, so that it gives none away.
    private Task<(PasswordVerificationResult Result, PasswordSecret? Secret)> VerifyAsync(
        Account? account, string password, CancellationToken cancellationToken)
    {
        var typed = password.Length <= PasswordPolicy.MaximumLength ? password : "";
        return gate.RunAsync(
            () =>
            {
                var nobodys = _nobodysHash.Value;
                var result = hasher.VerifyHashedPassword(account ?? _nobody, account?.PasswordHash ?? nobodys, typed, out var secret);
                return (result, secret);
            },
            cancellationToken);
    }
}
