using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Certificates;

/// <summary>
/// Encrypts a message to those of its recipients who have shown a certificate of their own and want their mail that way, while its key is at hand. Whom it cannot be
/// encrypted to finds it in the portal: nothing is ever lost over a certificate.
/// </summary>
public sealed partial class SendToCertificates(
    IDbContextFactory<PortalContext> contexts, CheckCertificate check, BlobFolder blobs, OutboxSealer outbox, IngestKey ingest, ServerPepper pepper,
    TenantCatalog tenants, TimeProvider time, ILogger<SendToCertificates> logger)
{
    /// <summary>Encrypts what leaves.</summary>
    /// <returns>What leaves, by recipient; the others are to find it in the portal.</returns>
    internal async Task<IReadOnlyDictionary<Guid, PreparedLeaving>> PrepareAsync(IncomingDelivery incoming, CancellationToken cancellationToken)
    {
        var leaving = new Dictionary<Guid, PreparedLeaving>();
        foreach (var (recipient, row) in await InUseAsync(incoming, cancellationToken))
        {
            using var certificate = X509CertificateLoader.LoadCertificate(row.Certificate);
            if (check.FaultOf(certificate, incoming.Tenant, recipient.Address) is null
                && await EncryptAsync(incoming.Message, certificate, cancellationToken) is { } mail)
            {
                leaving.Add(recipient.Id, Rows(incoming, recipient, row, mail));
            }
        }

        return leaving;
    }

    // A message that is to be read with a second factor stays: in a mail program nobody asks for one. So does what comes for somebody whose account is locked or
    // has expired: who may not read it here gets it nowhere else.
    private async Task<IReadOnlyList<(MailboxAddress Recipient, MailboxCertificate Row)>> InUseAsync(IncomingDelivery incoming, CancellationToken cancellationToken)
    {
        var tenant = tenants[incoming.Tenant];
        var readers = incoming.Recipients.Where(r => r is { Registered: true, HasCertificate: true }).ToList();
        if (!tenant.OwnCertificates || readers.Count == 0 || incoming.Message.Size > tenant.OwnCertificateMaxBytes
            || SecondFactorField.IsIn(incoming.Message.Outline.Steering))
        {
            return [];
        }

        var (ids, now) = (readers.Select(r => r.Id).ToList(), time.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from certificate in context.MailboxCertificates
            where ids.Contains(certificate.MailboxId) && certificate.ProvedAt != null && certificate.InUse && certificate.NotAfter > now
            join mailbox in context.Mailboxes on certificate.MailboxId equals mailbox.Id
            join account in context.Users on mailbox.AccountId equals account.Id
            where account.State == AccountState.Registered
            select certificate).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => (readers.Single(r => r.Id == row.MailboxId), row))];
    }

    private async Task<EncryptedMail?> EncryptAsync(SealedMessage message, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        try
        {
            await using var stored = new OpeningStream(blobs.OpenRead(message.Id), message.Key, new SealingContext(SealedKind.Message, message.Id));
            await using var entity = await ProtectedEntity.OpenAsync(stored, message.Outline, cancellationToken);
            return await EncryptedMail.WriteAsync(blobs, entity, certificate, cancellationToken);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            LogNotEncrypted(error.GetType().Name);
            return null;
        }
    }

    private PreparedLeaving Rows(IncomingDelivery incoming, MailboxAddress recipient, MailboxCertificate row, EncryptedMail mail)
    {
        var name = Guid.NewGuid(); // as a delivery would have; by it the sender finds what became of it
        var payload = new CertificateMailPayload
        {
            To = recipient.Address,
            Size = mail.Size,
            ContentType = mail.ContentType,
            SenderName = incoming.SenderName,
            SenderAddress = incoming.SenderAddress,
            NoReply = NoReplyField.IsIn(incoming.Message.Outline.Steering),
            MessageId = incoming.Message.Id,
            DeliveryId = name,
            Automatic = incoming.Automatic || AutomaticMail.Is(incoming.Message.Outline),
            Language = recipient.Language ?? tenants[incoming.Tenant].Language,
        };
        var recognised = new DeletedDelivery
        {
            AddressHash = DeletedAddress.Hash(pepper, incoming.Tenant, recipient.Address),
            MailboxId = recipient.Id,
            ContentDigest = ingest.KeyedDigest(incoming.ContentDigest, recipient.Id),
            DeletedAt = time.GetUtcNow(),
        };
        return new PreparedLeaving(recognised, outbox.Seal(payload, incoming.Tenant, mail.BlobId, recipient.Id), row.Id, [incoming.ReceivedBy(recipient.Address, name), Sent(recipient, row, name)]);
    }

    private static EvidenceEvent Sent(MailboxAddress recipient, MailboxCertificate row, Guid name) => new(MessageEventKind.SentToCertificate, name)
    {
        Recipient = recipient.Address,
        Facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["certificateSha256"] = Convert.ToHexStringLower(SHA256.HashData(row.Certificate)),
        },
    };

    [LoggerMessage(LogLevel.Warning, "A message could not be encrypted to its recipient's own certificate and waits in the portal: {Failure}")]
    private partial void LogNotEncrypted(string failure);
}
