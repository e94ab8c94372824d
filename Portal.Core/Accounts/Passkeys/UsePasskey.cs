using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passkeys;

/// <summary>Writes down that a passkey answered a challenge: the challenge is spent, and the authenticator's counter has moved on.</summary>
public sealed class UsePasskey(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Spends the challenge.</summary>
    /// <param name="challenge">SHA-256 of its id.</param>
    /// <param name="expiresAt">When it ends by itself.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>True for one caller alone, however many there are.</returns>
    public async Task<bool> SpendAsync(byte[] challenge, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(new SpentChallenge { Hash = challenge, ExpiresAt = expiresAt });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (context.SpentChallenges.Any(c => c.Hash == challenge))
        {
            return false;
        }
    }

    /// <summary>Keeps the counter and where the passkey is kept; what else is stored of it never changes.</summary>
    /// <returns>False where the passkey is gone, or its counter has moved on meanwhile: then two of it may be about.</returns>
    public async Task<bool> CountAsync(Guid accountId, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        long count = passkey.SignCount;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Passkeys
            .Where(p => p.AccountId == accountId && p.CredentialId == passkey.CredentialId && (p.SignCount < count || (count == 0 && p.SignCount == 0)))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, passkey.IsBackedUp), cancellationToken) > 0;
    }
}
