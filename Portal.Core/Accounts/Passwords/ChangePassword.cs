using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passwords;

/// <summary>What became of a change of the password.</summary>
/// <param name="Weakness">What is wrong with the new one, or null.</param>
/// <param name="Hash">The new one's hash where it was changed. It tells whose session may go on, and goes nowhere else.</param>
public sealed record ChangedPassword(PasswordWeakness? Weakness, string? Hash)
{
    /// <summary>Why it was not changed although nothing is wrong with the new one; or null.</summary>
    public ChangeRefusal? Refusal { get; init; }
}

/// <summary>Why a password stays, whatever the new one is like.</summary>
public enum ChangeRefusal
{
    /// <summary>A mailbox is closed that only the old password or the recovery code opens: it must be opened first, or the new one would open it never.</summary>
    MailboxClosed = 1,

    /// <summary>Somebody else changed the password at the same moment, perhaps by the same button.</summary>
    Concurrent = 2,
}

/// <summary>Puts another password in the place of a person's, who is signed in and has just proved who he is. All sessions end.</summary>
public sealed class ChangePassword(IDbContextFactory<PortalContext> contexts, ReplacePassword passwords, FindClosedMailboxes closed)
{
    /// <summary>Changes it.</summary>
    /// <param name="accountId">Who it is.</param>
    /// <param name="tenant">The tenant whose rules hold.</param>
    /// <param name="mailboxes">The session's mailboxes: they open with the new password from now on. Where one is missing that has no vault slot, nothing is changed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task<ChangedPassword> ChangeAsync(
        Guid accountId, string tenant, IReadOnlyList<UnlockedMailbox> mailboxes, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        // Asked before anything is hashed, and once more in the transaction, where nobody adds an address at the same moment.
        if (await closed.NeedPasswordAsync(accountId, [.. mailboxes.Select(m => m.Id)], cancellationToken))
        {
            return new ChangedPassword(null, null) { Refusal = ChangeRefusal.MailboxClosed };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var account = await context.Users.AsNoTracking().SingleAsync(a => a.Id == accountId, cancellationToken);
        if (await passwords.CheckAsync(account, tenant, password, cancellationToken) is { } weakness)
        {
            return new ChangedPassword(weakness, null);
        }

        using var hashed = await passwords.HashAsync(account, tenant, password, cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var written = await passwords.WriteAsync(context, account, hashed, mailboxes, AccountTrigger.ChangePassword, cancellationToken);
        if (written != WrittenPassword.Written)
        {
            return Refused(written);
        }

        await transaction.CommitAsync(cancellationToken);
        passwords.Wake();
        return new ChangedPassword(null, hashed.Hash);
    }

    private static ChangedPassword Refused(WrittenPassword written) => written switch
    {
        WrittenPassword.TooShort => new ChangedPassword(PasswordWeakness.TooShort, null),
        WrittenPassword.LeavesClosed => new ChangedPassword(null, null) { Refusal = ChangeRefusal.MailboxClosed },
        _ => new ChangedPassword(null, null) { Refusal = ChangeRefusal.Concurrent },
    };
}
