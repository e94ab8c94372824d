using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Sessions;

/// <summary>Keeps half sign-ins between the first and the second factor. They open no mailbox, and end with all sessions.</summary>
public sealed class PendingSignIns(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>How long the second factor may take.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Keeps the content.</summary>
    /// <param name="content">What was proved; its secret is zeroed.</param>
    /// <param name="passwordHash">The hash that the password was held against, or null where it was not by a password: an account that has another one by
    /// now has just ended all that the old one began.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>What the browser must bring, and is kept nowhere else; null where the password is another one by now, or the account is gone.</returns>
    public async Task<PendingSecret?> BeginAsync(PendingContent content, string? passwordHash, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var secret = PendingSecret.Create();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var row = new Session
        {
            Id = secret.Id,
            AccountId = content.AccountId,
            Content = [],
            Pending = true,
            CreatedAt = now,
            IdleAt = now + Lifetime,
            ExpiresAt = now + Lifetime,
        };
        row.Content = SessionBox.Seal(JsonSerializer.SerializeToUtf8Bytes(content, SessionJson.Default.PendingContent), secret.DeriveKey, row);
        CryptographicOperations.ZeroMemory(content.Secret);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Changes nothing but takes the account's row: whoever changes the password or deletes the account meanwhile waits, and then finds this to end.
        if (await context.Users.Where(a => a.Id == content.AccountId && (passwordHash == null || a.PasswordHash == passwordHash))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, a => a.PasswordHash), cancellationToken) == 0)
        {
            return null;
        }

        context.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return secret;
    }

    /// <summary>What the secret opens, or null where it has ended, was taken, or is not what was written.</summary>
    public async Task<PendingContent?> FindAsync(PendingSecret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Sessions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == secret.Id && s.Pending, cancellationToken);
        return row is null || row.ExpiresAt <= time.GetUtcNow() ? null : SessionBox.Open(secret.DeriveKey, row, SessionJson.Default.PendingContent);
    }

    /// <summary>Ends it.</summary>
    /// <returns>True for one caller alone, however many there are.</returns>
    public async Task<bool> TakeAsync(PendingSecret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Sessions.Where(s => s.Id == secret.Id && s.Pending).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
