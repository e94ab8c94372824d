using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox;

/// <summary>Reads in an entry's box whom to tell that it was not delivered, and writes the mail that does. What cannot be read tells nobody.</summary>
internal sealed class OpenUndelivered(VaultKey vault, OutboxSealer outbox, TenantCatalog tenants, TimeProvider clock)
{
    private readonly VaultBoxOpener _boxes = new(vault);

    /// <summary>What goes back to the writer of a reply; null for all other entries.</summary>
    public ReturnedReply? ReplyOf(OutboxEntry entry, string code)
    {
        if (entry.Kind != OutboxKind.Reply || Read(entry, OutboxJson.Default.ReplyPayload) is not { } reply)
        {
            return null;
        }

        var failure = new ReplyFailure
        {
            Id = entry.Id, MailboxId = reply.MailboxId, DeliveryId = reply.DeliveryId, Box = entry.Box, Code = code, At = clock.GetUtcNow(),
        };
        return new ReturnedReply(failure, outbox.Seal(new ReplyFailedPayload { To = reply.Writer, Language = reply.Language }, entry.Tenant));
    }

    /// <summary>The message that did not get to its recipient's own certificate; null for all other entries.</summary>
    public LostMail? LostOf(OutboxEntry entry, string status) =>
        entry.Kind == OutboxKind.CertificateMail && Read(entry, OutboxJson.Default.CertificateMailPayload) is { } mail ? LostOf(entry.Tenant, mail, status) : null;

    // A machine is told nothing; that it failed stands in the chain all the same.
    private LostMail LostOf(string tenant, CertificateMailPayload mail, string status) => new(mail.MessageId, mail.DeliveryId, mail.To, status)
    {
        Told = mail is { SenderAddress: { } sender, Automatic: false }
            ? outbox.Seal(
                new NoticeFailedPayload
                {
                    To = sender, RecipientAddress = mail.To, Status = status, Language = tenants.Exists(tenant) ? tenants[tenant].Language : mail.Language,
                },
                tenant)
            : null,
    };

    private T? Read<T>(OutboxEntry entry, JsonTypeInfo<T> type)
        where T : class
    {
        byte[] payload = [];
        try
        {
            payload = _boxes.Open(OutboxSealer.Purpose, entry.Id, entry.Box);
            return JsonSerializer.Deserialize(payload, type);
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(payload);
        }
    }
}
