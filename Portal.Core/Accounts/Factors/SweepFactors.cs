using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Factors;

/// <summary>Deletes codes and answered challenges whose time is over.</summary>
public sealed class SweepFactors(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Deletes them.</summary>
    public async Task OverdueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.FactorCodes.Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await context.SpentChallenges.Where(c => c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }
}
