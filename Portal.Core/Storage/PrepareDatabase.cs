using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Storage;

/// <summary>Brings the database to the present schema before anything else uses it.</summary>
public sealed class PrepareDatabase(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Whether there is no database yet.</summary>
    public async Task<bool> IsNewAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !(await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Any();
    }

    /// <summary>Applies what is missing. Doing it twice, or in two processes at once, changes nothing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await context.Database.MigrateAsync(cancellationToken);
        }
    }
}
