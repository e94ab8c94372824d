using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Mails;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Certificates;

/// <summary>
/// Takes a certificate for an address, and sends a mail there that only its key opens. Until the code in it has come back, nothing is sent to the certificate.
/// </summary>
public sealed class AddCertificate(
    IDbContextFactory<PortalContext> contexts, CheckCertificate check, BlobFolder blobs, OutboxSealer outbox, OutboxSignal signal, ServerPepper pepper,
    TenantCatalog tenants, TimeProvider time)
{
    /// <summary>So many codes are sent to an address within an hour.</summary>
    public const int MostPerHour = 5;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Looks at the file, keeps the certificate, and sends the code.</summary>
    /// <param name="owner">The account.</param>
    /// <param name="mailboxId">For which of its addresses; another's is not found.</param>
    /// <param name="upload">The file: PEM, DER, or a signed mail.</param>
    /// <param name="language">The person's language, or null for the tenant's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What speaks against it, or null: the mail is on its way.</returns>
    public async Task<CertificateFault?> AddAsync(
        FactorOwner owner, Guid mailboxId, byte[] upload, string? language, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(upload);
        if (UploadedCertificate.HasPrivateKey(upload))
        {
            return CertificateFault.PrivateKey;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mailbox = await context.Mailboxes.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == mailboxId && m.AccountId == owner.AccountId && m.ReplacedAt == null, cancellationToken);
        using var certificate = UploadedCertificate.Find(upload, time.GetUtcNow());
        if (mailbox is null || certificate is null)
        {
            return CertificateFault.Unreadable;
        }

        if (check.FaultOf(certificate, mailbox.Tenant, mailbox.Address) is { } fault)
        {
            return fault;
        }

        // Each brings new tries at a code: without a limit somebody would guess one in the end.
        var since = time.GetUtcNow() - Hour;
        if (await context.Outbox.CountAsync(o => o.MailboxId == mailboxId && o.Kind == OutboxKind.CertificateChallenge && o.CreatedAt > since, cancellationToken) >= MostPerHour)
        {
            return CertificateFault.TooMany;
        }

        await WriteAsync(context, mailbox, certificate, language ?? tenants[mailbox.Tenant].Language, cancellationToken);
        signal.Wake();
        return null;
    }

    private async Task WriteAsync(
        PortalContext context, Mailbox mailbox, X509Certificate2 certificate, string language, CancellationToken cancellationToken)
    {
        var (id, code, until) = (Guid.NewGuid(), CertificateCode.Create(), time.GetUtcNow() + CertificateCode.Lifetime);
        using var entity = new MemoryStream(CertificateCodeMail.Entity(code, until, language, tenants[mailbox.Tenant]));
        var encrypted = await EncryptedMail.WriteAsync(blobs, entity, certificate, cancellationToken);
        try
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await context.MailboxCertificates.Where(c => c.MailboxId == mailbox.Id && c.ProvedAt == null).ExecuteDeleteAsync(cancellationToken);
            context.Add(new MailboxCertificate
            {
                Id = id,
                MailboxId = mailbox.Id,
                Certificate = certificate.RawData,
                AddedAt = time.GetUtcNow(),
                NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
                ChallengeHash = CertificateCode.Hash(pepper, code, id),
                ChallengeUntil = until,
                TriesLeft = CertificateCode.Tries,
            });
            context.Add(outbox.SealChallenge(
                new CertificateMailPayload { To = mailbox.Address, Size = encrypted.Size, ContentType = encrypted.ContentType, Language = language },
                mailbox.Tenant, encrypted.BlobId, mailbox.Id));
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            blobs.Delete(encrypted.BlobId);
            throw;
        }
    }
}
