using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Factors;

/// <summary>What signs a person in, asked inside the transaction that takes something away: of two removals at once, one finds that the other was last.</summary>
internal static class WaysIn
{
    /// <summary>Whether anything is left: a password, a passkey, an identity at another provider, or codes to the mailbox.</summary>
    public static async Task<bool> AnyAsync(PortalContext context, Guid accountId, TenantOptions tenant, CancellationToken cancellationToken) =>
        tenant.SignInByMailCode
        || await context.Users.AnyAsync(a => a.Id == accountId && a.PasswordHash != null, cancellationToken)
        || await context.Passkeys.AnyAsync(p => p.AccountId == accountId, cancellationToken)
        || await context.ExternalLogins.AnyAsync(l => l.AccountId == accountId, cancellationToken);
}
