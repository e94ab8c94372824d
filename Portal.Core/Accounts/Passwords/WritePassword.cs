using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// Puts a hash in the place of an account's former one, and with it all its password slots, which open with the former one's secret only. Works in
/// the caller's transaction, so that a crash leaves both old or both new.
/// </summary>
public sealed class WritePassword(LockMailboxes locks, TenantCatalog tenants)
{
    /// <summary>Writes hash and slots.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="account">The account as it was read: where its hash has been changed since, nothing is written.</param>
    /// <param name="password">The new hash with its secret.</param>
    /// <param name="mailboxes">The account's mailboxes with their keys. The account's others keep the slots that they have; one that left it gets none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False where somebody else was faster.</returns>
    internal async Task<bool> WriteAsync(
        PortalContext context, Account account, NewPassword password, IReadOnlyList<UnlockedMailbox> mailboxes, CancellationToken cancellationToken)
    {
        if (await context.Users.Where(a => a.Id == account.Id && a.PasswordHash == account.PasswordHash)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, password.Hash), cancellationToken) == 0)
        {
            return false;
        }

        var tenant = await context.Mailboxes.Where(m => m.AccountId == account.Id).Select(m => m.Tenant).FirstOrDefaultAsync(cancellationToken);
        var recoverable = tenant is not null && tenants[tenant].MailboxRecovery == MailboxRecovery.Recoverable;
        var own = await LockMailboxes.StillOfAsync(context, account.Id, mailboxes, cancellationToken);
        await locks.WithPasswordAsync(context, own, password.Secret, recoverable, cancellationToken);
        return true;
    }
}
