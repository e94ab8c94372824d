using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Certificates;

/// <summary>Says whether messages leave for a proved certificate or wait in the portal, and removes one. All addresses of the account are told.</summary>
public sealed class ChangeCertificate(IDbContextFactory<PortalContext> contexts, CheckCertificate check, WriteFactorChange changes, TimeProvider time)
{
    /// <summary>Sends to it from now on, or no more. To one that has ended, or is not taken any more, nothing is sent.</summary>
    /// <returns>Whether anything was changed.</returns>
    public async Task<bool> UseAsync(FactorOwner owner, Guid certificateId, bool inUse, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (!inUse || await IsTakenAsync(certificateId, cancellationToken)) && await WriteAsync(
            owner, certificateId, inUse ? FactorChange.CertificateInUse : FactorChange.CertificateNotInUse,
            rows => rows.Where(c => c.ProvedAt != null && c.InUse != inUse && (!inUse || c.NotAfter > now))
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.InUse, inUse), cancellationToken),
            cancellationToken);
    }

    /// <summary>Removes it. Of one that was not in use nobody is told.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(FactorOwner owner, Guid certificateId, CancellationToken cancellationToken) =>
        await WriteAsync(
            owner, certificateId, FactorChange.CertificateNotInUse,
            rows => rows.Where(c => c.ProvedAt != null && c.InUse).ExecuteDeleteAsync(cancellationToken), cancellationToken)
        || await WriteAsync(owner, certificateId, null, rows => rows.ExecuteDeleteAsync(cancellationToken), cancellationToken);

    private async Task<bool> IsTakenAsync(Guid certificateId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.MailboxCertificates.Where(c => c.Id == certificateId)
            .Join(context.Mailboxes, c => c.MailboxId, m => m.Id, (c, m) => new { c.Certificate, m.Tenant, m.Address }).SingleOrDefaultAsync(cancellationToken) is not { } row)
        {
            return false;
        }

        using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
        return check.FaultOf(certificate, row.Tenant, row.Address) is null;
    }

    private async Task<bool> WriteAsync(
        FactorOwner owner, Guid certificateId, FactorChange? change, Func<IQueryable<MailboxCertificate>, Task<int>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await act(context.MailboxCertificates.Where(c => c.Id == certificateId
            && context.Mailboxes.Any(m => m.Id == c.MailboxId && m.AccountId == owner.AccountId && m.ReplacedAt == null))) == 0)
        {
            return false;
        }

        if (change is { } told)
        {
            await changes.TellAsync(context, owner, told, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        changes.Wake();
        return true;
    }
}
