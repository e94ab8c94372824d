using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Factors;

/// <summary>Sets up, removes and checks an account's authenticator app. It counts from its first right code on.</summary>
public sealed partial class AuthenticatorApp(
    IDbContextFactory<PortalContext> contexts, WriteFactorChange write, VaultPublicKey vault, VaultKey opener, TimeProvider time,
    ILogger<AuthenticatorApp> logger)
{
    private const string Purpose = "authenticator";

    /// <summary>Sets an app up, in place of an earlier one.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="secret">The secret that the app was given.</param>
    /// <param name="typed">The app's present code; it is spent with that.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False where the code is wrong.</returns>
    public async Task<bool> AddAsync(FactorOwner owner, byte[] secret, string typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (Totp.Find(secret, typed, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        var box = VaultBox.Seal(vault, Purpose, owner.AccountId, secret);
        DateTimeOffset? now = time.GetUtcNow();
        await CountFactorTries.EnsureRowAsync(contexts, owner.AccountId, cancellationToken);
        return await write.AddAsync(owner, FactorChange.AppAdded, context => context.SecondFactors.Where(f => f.AccountId == owner.AccountId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(f => f.AuthenticatorSecret, box).SetProperty(f => f.AuthenticatorAt, now).SetProperty(f => f.LastStep, step),
                cancellationToken), cancellationToken);
    }

    /// <summary>Removes the app.</summary>
    public Task<FactorRemoval> RemoveAsync(FactorOwner owner, CancellationToken cancellationToken) =>
        write.RemoveAsync(owner, FactorChange.AppRemoved, context => context.SecondFactors
            .Where(f => f.AccountId == owner.AccountId && f.AuthenticatorAt != null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(f => f.AuthenticatorSecret, Array.Empty<byte>()).SetProperty(f => f.AuthenticatorAt, (DateTimeOffset?)null),
                cancellationToken), cancellationToken);

    /// <summary>Whether the code is right. No code is taken twice, nor one from before the last that was.</summary>
    internal async Task<bool> UseAsync(Guid accountId, string typed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == accountId && f.AuthenticatorAt != null, cancellationToken) is not { } app)
        {
            return false;
        }

        if (Open(app) is not { } secret)
        {
            return false;
        }

        var found = Totp.Find(secret, typed, time.GetUtcNow());
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);

        // In one statement: of two sessions with the same code one gets in (RFC 6238 §5.2).
        return found is { } step && await context.SecondFactors
            .Where(f => f.AccountId == accountId && f.AuthenticatorAt != null && f.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, step), cancellationToken) > 0;
    }

    // A damaged one is no code's: the person has other ways, and the operator hears of it.
    private byte[]? Open(SecondFactor app)
    {
        try
        {
            return VaultBox.Open(opener, Purpose, app.AccountId, app.AuthenticatorSecret);
        }
        catch (SealingException error)
        {
            LogDamaged(app.AccountId, error.Failure);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The authenticator app's secret of the account {AccountId} is damaged ({Failure}); 'account factors reset' helps its owner.")]
    private partial void LogDamaged(Guid accountId, SealingFailure failure);
}
