using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Passwords;

/// <summary>Makes the hash of a right password anew where it is of an older kind, with the account's password slots.</summary>
public sealed class RenewHash(
    IDbContextFactory<PortalContext> contexts, UnlockMailboxes unlock, IAccountHasher hasher, PasswordGate gate, WritePassword write)
{
    /// <summary>Writes both in one transaction; where there is no time for it now, the next sign-in does.</summary>
    /// <param name="old">The password as it was checked; disposed of where another takes its place.</param>
    /// <param name="password">As it was typed.</param>
    /// <returns>What opens the account's password slots from now on.</returns>
    internal async Task<CheckedPassword> RenewAsync(CheckedPassword old, string password)
    {
        if (await HashAsync(old, password) is not { } renewed)
        {
            return old;
        }

        var mailboxes = await unlock.AllAsync(old.Account.Id, old.Secret, CancellationToken.None);
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            await using var transaction = await context.Database.BeginTransactionAsync();
            if (!await write.WriteAsync(context, old.Account, renewed, mailboxes, CancellationToken.None))
            {
                renewed.Dispose();
                return old;
            }

            await transaction.CommitAsync();
        }
        finally
        {
            mailboxes.Shut();
        }

        old.Account.PasswordHash = renewed.Hash;
        old.Dispose();
        return new CheckedPassword(old.Account, renewed.Secret);
    }

    private async Task<NewPassword?> HashAsync(CheckedPassword old, string password)
    {
        try
        {
            return await gate.RunAsync(
                () => new NewPassword(hasher.HashPassword(old.Account, password, out var secret), secret), CancellationToken.None);
        }
        catch (TooManySignInsException)
        {
            return null;
        }
    }
}
