using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Binds an Idempotency-Key to the first mail that a gateway sent under it. The same mail again goes the same way and changes nothing;
/// another mail under the same key is a mistake of the sender's that must not be taken for the first.
/// </summary>
public sealed class ClaimSubmission(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <summary>Claims the key.</summary>
    /// <param name="gateway">The gateway's name: another's keys are others.</param>
    /// <param name="key">The key as it was sent.</param>
    /// <param name="fingerprint">SHA-256 over envelope and outer mail.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>False where the key stands for another mail.</returns>
    /// <exception cref="System.Data.Common.DbException">The database is away or locked.</exception>
    public async Task<bool> ClaimAsync(string gateway, string key, byte[] fingerprint, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(context, gateway, hash, cancellationToken) is { } known)
        {
            return known.ClaimedAt >= now - Remembered
                ? known.Fingerprint.AsSpan().SequenceEqual(fingerprint)
                : await ClaimAnewAsync(context, known, fingerprint, now, cancellationToken);
        }

        context.Add(new Submission { Gateway = gateway, KeyHash = hash, Fingerprint = fingerprint, ClaimedAt = now });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // Another request under the same key was faster.
            if (await FindAsync(context, gateway, hash, cancellationToken) is { } other)
            {
                return other.Fingerprint.AsSpan().SequenceEqual(fingerprint);
            }

            throw;
        }
    }

    /// <summary>Deletes claims that nobody remembers any more.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var forgotten = time.GetUtcNow() - Remembered;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Submissions.Where(s => s.ClaimedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
    }

    // Of two that come at once under a forgotten key, one gets it.
    private static async Task<bool> ClaimAnewAsync(
        PortalContext context, Submission known, byte[] fingerprint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (gateway, hash, before) = (known.Gateway, known.KeyHash, known.ClaimedAt);
        if (await context.Submissions.Where(s => s.Gateway == gateway && s.KeyHash == hash && s.ClaimedAt == before)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Fingerprint, fingerprint).SetProperty(s => s.ClaimedAt, now), cancellationToken) > 0)
        {
            return true;
        }

        return (await FindAsync(context, gateway, hash, cancellationToken))?.Fingerprint.AsSpan().SequenceEqual(fingerprint) ?? false;
    }

    private static Task<Submission?> FindAsync(PortalContext context, string gateway, byte[] hash, CancellationToken cancellationToken) =>
        context.Submissions.SingleOrDefaultAsync(s => s.Gateway == gateway && s.KeyHash == hash, cancellationToken);
}
