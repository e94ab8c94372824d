using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Certificates;

/// <summary>An address of an account's, and the certificates for it.</summary>
/// <param name="MailboxId">The mailbox.</param>
/// <param name="Address">The address.</param>
/// <param name="Certificates">The proved one and the one that waits for its code, as far as there are any.</param>
public sealed record AddressCertificates(Guid MailboxId, string Address, IReadOnlyList<OwnCertificate> Certificates);

/// <summary>A certificate as its owner sees it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Names">The addresses that it names.</param>
/// <param name="Fingerprint">SHA-256, in groups of hexadecimal digits.</param>
/// <param name="Ended">Whether its time is over.</param>
/// <param name="Fault">Why nothing is sent to it now, or null: since it was proved the tenant may have come to want more, or its issuer no longer.</param>
public sealed record OwnCertificate(
    MailboxCertificate Row, string Issuer, IReadOnlyList<string> Names, string Fingerprint, bool Ended, CertificateFault? Fault);

/// <summary>Lists the certificates of an account's addresses.</summary>
public sealed class ListCertificates(IDbContextFactory<PortalContext> contexts, CheckCertificate check, TimeProvider time)
{
    /// <summary>All addresses that take mail, in alphabetical order.</summary>
    public async Task<IReadOnlyList<AddressCertificates>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mailboxes = await context.Mailboxes.Where(m => m.AccountId == accountId && m.ReplacedAt == null).OrderBy(m => m.Address).ToListAsync(cancellationToken);
        var ids = mailboxes.Select(m => m.Id).ToList();
        var rows = await context.MailboxCertificates.Where(c => ids.Contains(c.MailboxId)).OrderBy(c => c.AddedAt).ToListAsync(cancellationToken);
        return [.. mailboxes.Select(m => new AddressCertificates(m.Id, m.Address, [.. rows.Where(c => c.MailboxId == m.Id).Select(row => Of(row, m))]))];
    }

    private OwnCertificate Of(MailboxCertificate row, Mailbox mailbox)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
        return new OwnCertificate(
            row, certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true), CertificateNames.Of(certificate),
            string.Join(' ', certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256).Chunk(2).Select(Convert.ToHexString)), row.NotAfter <= time.GetUtcNow(),
            check.FaultOf(certificate, mailbox.Tenant, mailbox.Address));
    }
}
