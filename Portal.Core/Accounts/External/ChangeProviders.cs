using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.External;

/// <summary>Lists the identities at other providers that sign a person in, and takes one away.</summary>
public sealed class ChangeProviders(IDbContextFactory<PortalContext> contexts, WriteFactorChange changes)
{
    /// <summary>The identities, the oldest first.</summary>
    public async Task<IReadOnlyList<ExternalLogin>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ExternalLogins.AsNoTracking().Where(l => l.AccountId == accountId).OrderBy(l => l.CreatedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Takes one away, unless it is the only way in. The owner is told by mail.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="id">The row's id; only the owner's own is found.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<FactorRemoval> RemoveAsync(FactorOwner owner, byte[] id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return changes.RemoveWayAsync(
            owner,
            FactorChange.ProviderRemoved,
            rows => rows.ExternalLogins.Where(l => l.Id == id && l.AccountId == owner.AccountId).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);
    }
}
