using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Sessions;

/// <summary>Writes a new session. Every sign-in makes one of its own, whatever cookie the browser had.</summary>
public sealed class BeginSession(IDbContextFactory<PortalContext> contexts, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Keeps the content until the tenant's idle time or lifetime is over.</summary>
    /// <param name="content">What the session is to know.</param>
    /// <param name="browser">The browser in our own words, for the list of sessions.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>What the browser must bring to resume it, and is kept nowhere else; null where the account may not sign in (any more).</returns>
    public Task<SessionSecret?> BeginAsync(SessionContent content, string browser, CancellationToken cancellationToken) =>
        BeginAsync(content, browser, passwordHash: null, cancellationToken);

    /// <summary>The same for somebody who proved by the password who he is.</summary>
    /// <param name="content">What the session is to know.</param>
    /// <param name="browser">The browser in our own words, for the list of sessions.</param>
    /// <param name="passwordHash">The hash that the password was held against: where the account has another one by now, no session begins, because all of
    /// the old password's have just ended. Null where it was not by a password.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<SessionSecret?> BeginAsync(
        SessionContent content, string browser, string? passwordHash, CancellationToken cancellationToken)
    {
        var secret = SessionSecret.Create();
        var tenant = tenants[content.Tenant];
        // The clock's fraction of a millisecond is not stored, but what is stored is authenticated.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var row = new Session
        {
            Id = secret.Id,
            AccountId = content.AccountId,
            Content = [],
            Browser = browser,
            Methods = (int)content.Methods,
            CreatedAt = now,
            IdleAt = now + tenant.SessionIdle,
            ExpiresAt = now + tenant.SessionLifetime,
        };
        row.Content = SessionBox.Seal(content, secret, row);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(row);
        await context.SaveChangesAsync(cancellationToken);

        // Looked at after the row is there: whoever locks the account or changes the password meanwhile either is seen here or deletes the row.
        if (await context.Users
            .Where(a => a.Id == content.AccountId && a.State == AccountState.Registered && (passwordHash == null || a.PasswordHash == passwordHash))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastSignInAt, now), CancellationToken.None) > 0)
        {
            return secret;
        }

        await context.Sessions.Where(s => s.Id == secret.Id).ExecuteDeleteAsync(CancellationToken.None);
        return null;
    }
}
