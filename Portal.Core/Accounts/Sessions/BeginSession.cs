using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Sessions;

/// <summary>
/// Writes a new session. Every sign-in makes one of its own, whatever cookie the browser had, and so does every change of what a session knows or may do:
/// the old one ends and the new one begins in one transaction.
/// </summary>
public sealed class BeginSession(IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Begins one for somebody who has just signed in. It lasts until the tenant's idle time or lifetime is over.</summary>
    /// <param name="content">What the session is to know.</param>
    /// <param name="browser">The browser in our own words, for the list of sessions.</param>
    /// <param name="passwordHash">The hash that the password was held against: where the account has another one by now, no session begins, because all of
    /// the old password's have just ended. Null where it was not by a password.</param>
    /// <param name="present">The session that the browser has, which ends; or null.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>What the browser must bring to resume it, and is kept nowhere else; null where the account may not sign in (any more).</returns>
    public Task<SessionSecret?> BeginAsync(
        SessionContent content, string browser, string? passwordHash, SessionSecret? present, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);

        // The clock's fraction of a millisecond is not stored, but what is stored is authenticated.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var begun = content with { BegunAt = now, EndsAt = now + tenants[content.Tenant].SessionLifetime };
        return WriteAsync(begun, browser, passwordHash, new Ended(present, MustBeThere: false), cancellationToken);
    }

    /// <summary>Begins one with other content in place of a session that was resumed. It ends when that would have ended: changes prolong nothing.</summary>
    /// <param name="content">What the session is to know, made from what was resumed.</param>
    /// <param name="browser">The browser in our own words, for the list of sessions.</param>
    /// <param name="present">The session in whose place it comes.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>The new secret; null where the old session is not there any more (what ended it must not be undone), or the account may not sign in.</returns>
    public Task<SessionSecret?> ReplaceAsync(SessionContent content, string browser, SessionSecret present, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return WriteAsync(content, browser, passwordHash: null, new Ended(present, MustBeThere: true), cancellationToken);
    }

    /// <summary>Begins one for somebody who has just ended all of his sessions, the resumed one too, by another password.</summary>
    /// <param name="content">What the session knew.</param>
    /// <param name="browser">The browser in our own words, for the list of sessions.</param>
    /// <param name="passwordHash">The new password's hash: where the account has a still newer one, no session begins.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>The new secret; null where the account may not sign in any more.</returns>
    public Task<SessionSecret?> ContinueAsync(SessionContent content, string browser, string passwordHash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(passwordHash);
        return WriteAsync(content, browser, passwordHash, new Ended(null, MustBeThere: false), cancellationToken);
    }

    private async Task<SessionSecret?> WriteAsync(
        SessionContent content, string browser, string? passwordHash, Ended ended, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The account first: whoever locks it, deletes it or changes the password meanwhile waits for this transaction, and then finds the row to end.
        var now = time.GetUtcNow();
        if (await context.Users
            .Where(a => a.Id == content.AccountId && a.State == AccountState.Registered && (passwordHash == null || a.PasswordHash == passwordHash))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSignInAt, now), cancellationToken) == 0)
        {
            return null;
        }

        if (ended.Session is { } old
            && await context.Sessions.Where(s => s.Id == old.Id && !s.Pending).ExecuteDeleteAsync(cancellationToken) == 0
            && ended.MustBeThere)
        {
            return null;
        }

        var secret = SessionSecret.Create();
        context.Add(Row(content, browser, secret, now));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return secret;
    }

    private Session Row(SessionContent content, string browser, SessionSecret secret, DateTimeOffset now)
    {
        var row = new Session
        {
            Id = secret.Id,
            AccountId = content.AccountId,
            Content = [],
            Browser = browser,
            Methods = (int)content.Methods,
            CreatedAt = content.BegunAt,
            IdleAt = now + tenants[content.Tenant].SessionIdle,
            ExpiresAt = content.EndsAt,
        };
        row.Content = SessionBox.Seal(content, secret, row);
        return row;
    }

    private readonly record struct Ended(SessionSecret? Session, bool MustBeThere);
}
