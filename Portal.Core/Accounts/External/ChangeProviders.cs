using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.External;

/// <summary>Lists the identities at other providers that sign a person in, and takes one away.</summary>
public sealed class ChangeProviders(IDbContextFactory<PortalContext> contexts, WriteFactorChange changes, TenantCatalog tenants)
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
    public async Task<FactorRemoval> RemoveAsync(FactorOwner owner, byte[] id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await HasAnotherWayAsync(context, owner, id, cancellationToken))
            {
                return FactorRemoval.Needed;
            }
        }

        return await changes.AddAsync(
            owner,
            FactorChange.ProviderRemoved,
            rows => rows.ExternalLogins.Where(l => l.Id == id && l.AccountId == owner.AccountId).ExecuteDeleteAsync(cancellationToken),
            cancellationToken)
            ? FactorRemoval.Removed
            : FactorRemoval.Unknown;
    }

    private async Task<bool> HasAnotherWayAsync(PortalContext context, FactorOwner owner, byte[] id, CancellationToken cancellationToken) =>
        tenants[owner.Tenant].SignInByMailCode
        || await context.Users.AnyAsync(a => a.Id == owner.AccountId && a.PasswordHash != null, cancellationToken)
        || await context.Passkeys.AnyAsync(p => p.AccountId == owner.AccountId, cancellationToken)
        || await context.ExternalLogins.AnyAsync(l => l.AccountId == owner.AccountId && l.Id != id, cancellationToken);
}
