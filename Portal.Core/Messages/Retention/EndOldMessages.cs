using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Retention;

/// <summary>Gives messages that have no end one, as if they had come now: those of an older version, and those that came while the tenant kept all for ever.</summary>
public sealed class EndOldMessages(IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Does it.</summary>
    /// <returns>How many they were, or null where the tenant keeps messages for ever.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        if (MessageEnd.Of(time.GetUtcNow(), tenants[TenantCatalog.Default]) is not { } end)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Messages.Where(m => m.ExpiresAt == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, end), cancellationToken);
    }
}
