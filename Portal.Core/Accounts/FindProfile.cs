using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Finds an account with its profile, as they are stored now. Only the web side can.</summary>
public sealed class FindProfile(IDbContextFactory<PortalContext> contexts, ReadProfile read)
{
    /// <summary>The account and its profile, or null where the account is gone.</summary>
    /// <exception cref="Sealing.SealingException">The profile was damaged or is another account's.</exception>
    public async Task<(Account Account, AccountProfile Profile)?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId, cancellationToken) is { } account
            ? (account, read.Of(account))
            : null;
    }
}
