using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.External;

/// <summary>Sees to it that a browser comes back from a provider once for each attempt, in all processes and over restarts.</summary>
public sealed class SpendAttempt(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Spends the attempt.</summary>
    /// <param name="state">The attempt's state parameter.</param>
    /// <param name="expiresAt">When the attempt ends anyway.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False where it was spent before.</returns>
    public async Task<bool> SpendAsync(string state, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(state));
        context.Add(new SpentAttempt { Id = id, ExpiresAt = expiresAt });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (context.SpentAttempts.Any(a => a.Id == id))
        {
            return false;
        }
    }

    /// <summary>Forgets attempts that have ended.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.SpentAttempts.Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
    }
}
