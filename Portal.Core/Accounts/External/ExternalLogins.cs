using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.External;

/// <summary>Finds and connects identities of other providers. They are known by tenant, issuer and subject alone, never by an address.</summary>
public sealed class ExternalLogins(IDbContextFactory<PortalContext> contexts, ServerPepper pepper, WriteFactorChange changes, TimeProvider time)
{
    /// <summary>The account that the identity was connected with, or null.</summary>
    public async Task<Account?> FindAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        var (id, now) = (IdOf(identity), time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await context.ExternalLogins.Where(l => l.Id == id)
            .Join(context.Users, l => l.AccountId, a => a.Id, (_, a) => a).SingleOrDefaultAsync(cancellationToken);
        if (account is not null)
        {
            await context.ExternalLogins.Where(l => l.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.LastSignInAt, now), cancellationToken);
        }

        return account;
    }

    /// <summary>Connects the identity with an account that reads the mailbox of its address; its owner is told by mail.</summary>
    /// <returns>False where the account has no such mailbox, or the identity is another account's.</returns>
    public async Task<bool> ConnectAsync(ExternalIdentity identity, Guid accountId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await context.Mailboxes.AnyAsync(
            m => m.Tenant == identity.Tenant && m.Address == identity.Address && m.AccountId == accountId && m.ReplacedAt == null, cancellationToken))
        {
            return false;
        }

        try
        {
            var owner = new FactorOwner(accountId, identity.Tenant, "");
            return await changes.AddAsync(owner, FactorChange.ProviderConnected, rows => AddAsync(rows, identity, accountId), cancellationToken);
        }
        catch (DbUpdateException)
        {
            var id = IdOf(identity);
            return await context.ExternalLogins.AnyAsync(l => l.Id == id && l.AccountId == accountId, cancellationToken);
        }
    }

    private async Task<int> AddAsync(PortalContext context, ExternalIdentity identity, Guid accountId)
    {
        context.Add(Row(identity, accountId));
        return await context.SaveChangesAsync();
    }

    internal ExternalLogin Row(ExternalIdentity identity, Guid accountId)
    {
        var now = time.GetUtcNow();
        return new ExternalLogin { Id = IdOf(identity), AccountId = accountId, Provider = identity.Provider, CreatedAt = now, LastSignInAt = now };
    }

    // None of the three may hold the separator, or two people could be one.
    private byte[] IdOf(ExternalIdentity identity)
    {
        string[] parts = [identity.Tenant, identity.Issuer, identity.Subject];
        return parts.Any(part => part.Length == 0 || part.Contains('\0', StringComparison.Ordinal))
            ? throw new ArgumentException("An issuer or subject is empty or holds NUL.", nameof(identity))
            : pepper.Hash(Encoding.UTF8.GetBytes(string.Join('\0', parts)), "external-login");
    }
}
