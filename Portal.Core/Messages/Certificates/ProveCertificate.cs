using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Certificates;

/// <summary>What became of a typed code.</summary>
public enum ProveCertificateOutcome
{
    /// <summary>From now on messages leave encrypted to the certificate.</summary>
    Proved = 1,

    /// <summary>The code is another.</summary>
    Wrong = 2,

    /// <summary>Nothing waits for this code any more: too late, too many tries, or done already.</summary>
    Ended = 3,
}

/// <summary>
/// Takes the code out of the encrypted mail: who knows it has the key, and reads the mailbox. An earlier certificate of the address goes. All addresses of the
/// account are told: somebody with a session could send another's mail elsewhere.
/// </summary>
public sealed class ProveCertificate(IDbContextFactory<PortalContext> contexts, ServerPepper pepper, WriteFactorChange changes, TimeProvider time)
{
    /// <summary>Counts the try, compares, and begins to use the certificate.</summary>
    /// <param name="owner">The account; another's certificates are not found.</param>
    /// <param name="certificateId">Which.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<ProveCertificateOutcome> ProveAsync(FactorOwner owner, Guid certificateId, string typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(typed);
        DateTimeOffset? now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var own = context.MailboxCertificates.Where(c => c.Id == certificateId
            && context.Mailboxes.Any(m => m.Id == c.MailboxId && m.AccountId == owner.AccountId && m.ReplacedAt == null));

        // Counted down before the comparison, in one statement, so that no number of parallel requests gets an extra try.
        if (await own.Where(c => c.ProvedAt == null && c.TriesLeft > 0 && c.ChallengeUntil > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.TriesLeft, c => c.TriesLeft - 1), cancellationToken) == 0
            || await own.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { ChallengeHash: { } hash } row)
        {
            return ProveCertificateOutcome.Ended;
        }

        if (!CryptographicOperations.FixedTimeEquals(CertificateCode.Hash(pepper, typed, certificateId), hash))
        {
            return row.TriesLeft > 0 ? ProveCertificateOutcome.Wrong : ProveCertificateOutcome.Ended;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await own.Where(c => c.ProvedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.ProvedAt, now).SetProperty(c => c.InUse, true).SetProperty(c => c.ChallengeHash, (byte[]?)null), cancellationToken) == 0)
        {
            return ProveCertificateOutcome.Ended;
        }

        await context.MailboxCertificates.Where(c => c.MailboxId == row.MailboxId && c.Id != certificateId).ExecuteDeleteAsync(cancellationToken);
        await changes.TellAsync(context, owner, FactorChange.CertificateInUse, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Wake();
        return ProveCertificateOutcome.Proved;
    }
}
