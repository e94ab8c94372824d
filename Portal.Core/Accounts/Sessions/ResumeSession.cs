using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Sessions;

/// <summary>Opens the session that a browser's cookie names: one read by the primary key for each request.</summary>
public sealed class ResumeSession(IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, TimeProvider time)
{
    // Activity moves the idle end in steps, so that a busy reader costs one write a minute and not one a request.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private static readonly Func<PortalContext, byte[], Task<Session?>> Find = EF.CompileAsyncQuery(
        (PortalContext context, byte[] id) => context.Sessions.AsNoTracking().FirstOrDefault(s => s.Id == id));

    /// <summary>The session's content, or null where it has ended, never was, or is not what was written.</summary>
    public async Task<SessionContent?> ResumeAsync(SessionSecret secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await Find(context, secret.Id) is not { } row || row.IdleAt <= now || row.ExpiresAt <= now
            || SessionBox.Open(secret, row) is not { } content || !tenants.Exists(content.Tenant))
        {
            return null;
        }

        var idleAt = now + tenants[content.Tenant].SessionIdle;
        if (idleAt - row.IdleAt >= Step)
        {
            await context.Sessions
                .Where(s => s.Id == row.Id && s.IdleAt < idleAt)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.IdleAt, idleAt), cancellationToken);
        }

        return content with { BegunAt = row.CreatedAt, EndsAt = row.ExpiresAt };
    }
}
