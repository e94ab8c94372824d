using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Sessions;

/// <summary>Ends sessions on the server. A cookie that is left over opens nothing any more.</summary>
public sealed class EndSessions(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Ends the one that the secret names; one that is not there counts as ended.</summary>
    public async Task OneAsync(SessionSecret secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Sessions.Where(s => s.Id == secret.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Deletes the rows of those whose time is over.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> OverdueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Sessions
            .Where(s => s.ExpiresAt <= now || s.IdleAt <= now)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
