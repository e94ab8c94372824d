using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Sessions;

/// <summary>Ends sessions on the server. A cookie that is left over opens nothing any more.</summary>
public sealed class EndSessions(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Ends the one that the secret names.</summary>
    public async Task OneAsync(SessionSecret secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Sessions.Where(s => s.Id == secret.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends one of the account's sessions; another's is left alone.</summary>
    /// <param name="accountId">Whose it must be.</param>
    /// <param name="id">The session's <see cref="SessionSecret.Id"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task OneAsync(Guid accountId, byte[] id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Sessions.Where(s => s.Id == id && s.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends all of the account's sessions but this one.</summary>
    public async Task OthersAsync(Guid accountId, SessionSecret present, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(present);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Sessions.Where(s => s.AccountId == accountId && s.Id != present.Id).ExecuteDeleteAsync(cancellationToken);
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
