using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passwords;

/// <summary>What became of a change of the password.</summary>
/// <param name="Weakness">What is wrong with the new one, or null: changed.</param>
/// <param name="Hash">The new one's hash where it was changed. It tells whose session may go on, and goes nowhere else.</param>
public sealed record ChangedPassword(PasswordWeakness? Weakness, string? Hash);

/// <summary>Puts another password in the place of a person's, who is signed in and has just proved who he is. All sessions end.</summary>
public sealed class ChangePassword(IDbContextFactory<PortalContext> contexts, ReplacePassword passwords)
{
    /// <summary>Changes it.</summary>
    /// <param name="accountId">Who it is.</param>
    /// <param name="tenant">The tenant whose rules hold.</param>
    /// <param name="mailboxes">The session's mailboxes: they open with the new password from now on. Those that it cannot open stay as they are.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Somebody changed it at the same moment.</exception>
    public async Task<ChangedPassword> ChangeAsync(
        Guid accountId, string tenant, IReadOnlyList<UnlockedMailbox> mailboxes, string password, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await context.Users.AsNoTracking().SingleAsync(a => a.Id == accountId, cancellationToken);
        if (await passwords.CheckAsync(account, tenant, password, cancellationToken) is { } weakness)
        {
            return new ChangedPassword(weakness, null);
        }

        using var hashed = await passwords.HashAsync(account, tenant, password, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await passwords.WriteAsync(context, account, hashed, mailboxes, AccountTrigger.ChangePassword, cancellationToken))
        {
            throw new DbUpdateConcurrencyException("The password was changed at the same moment.");
        }

        await transaction.CommitAsync(cancellationToken);
        passwords.Wake();
        return new ChangedPassword(null, hashed.Hash);
    }
}
