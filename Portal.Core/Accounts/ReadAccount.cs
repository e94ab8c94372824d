using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Reads an account as it stands now.</summary>
public sealed class ReadAccount(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>The account, or null where it is gone.</summary>
    public async Task<Account?> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken);
    }
}
