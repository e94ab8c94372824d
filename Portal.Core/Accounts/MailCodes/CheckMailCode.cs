using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.MailCodes;

/// <summary>What became of a typed code.</summary>
public enum MailCodeOutcome
{
    /// <summary>It is the one, and now used up.</summary>
    Right,

    /// <summary>It is not the one; a try is gone.</summary>
    Wrong,

    /// <summary>There is no code any more that it could be: used, out of tries, or too old.</summary>
    Ended,
}

/// <summary>Compares a typed code. The try is counted before the comparison, so that parallel guesses gain nothing.</summary>
public sealed class CheckMailCode(IDbContextFactory<PortalContext> contexts, ServerPepper pepper, TimeProvider time)
{
    /// <summary>Of many at once with the right code, one succeeds.</summary>
    /// <param name="secret">What the browser kept.</param>
    /// <param name="typed">As it was typed: all but digits is passed over.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<MailCodeOutcome> CheckAsync(MailCodeSecret secret, string typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var (id, now) = (secret.Id, time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.MailCodes.Where(c => c.Id == id && c.TriesLeft > 0 && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.TriesLeft, c => c.TriesLeft - 1), cancellationToken) == 0)
        {
            return MailCodeOutcome.Ended;
        }

        var digits = string.Concat(typed.Where(char.IsAsciiDigit).Take(2 * SendMailCode.Digits));
        var stored = await context.MailCodes.Where(c => c.Id == id).Select(c => c.Hash).SingleOrDefaultAsync(cancellationToken);
        if (stored is null || !CryptographicOperations.FixedTimeEquals(stored, SendMailCode.HashOf(pepper, secret, digits)))
        {
            return MailCodeOutcome.Wrong;
        }

        return await context.MailCodes.Where(c => c.Id == id).ExecuteDeleteAsync(CancellationToken.None) == 1
            ? MailCodeOutcome.Right
            : MailCodeOutcome.Ended;
    }
}
