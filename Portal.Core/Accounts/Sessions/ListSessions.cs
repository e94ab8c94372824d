using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Sessions;

/// <summary>Lists a person's sessions that have not ended.</summary>
public sealed class ListSessions(IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>The sessions, the last used first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="tenant">The tenant whose idle time they have.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<ListedSession>> OfAsync(Guid accountId, string tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var idle = tenants[tenant].SessionIdle;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Sessions.AsNoTracking().Where(s => s.AccountId == accountId && !s.Pending && s.ExpiresAt > now && s.IdleAt > now)
            .OrderByDescending(s => s.IdleAt)
            .Select(s => new { s.Id, s.Browser, s.Methods, s.CreatedAt, s.IdleAt }).ToListAsync(cancellationToken);
        return [.. rows.Select(s => new ListedSession(s.Id, s.Browser, (SignInMethods)s.Methods, s.CreatedAt, s.IdleAt - idle))];
    }
}

/// <summary>A session, as its owner sees it in the list.</summary>
/// <param name="Id">Its <see cref="SessionSecret.Id"/>; opens nothing.</param>
/// <param name="Browser">Browser and system in words; empty where they are not known.</param>
/// <param name="Methods">How the person signed in.</param>
/// <param name="Since">When it began.</param>
/// <param name="LastUsed">When it was last used, to a minute.</param>
public sealed record ListedSession(byte[] Id, string Browser, SignInMethods Methods, DateTimeOffset Since, DateTimeOffset LastUsed);
