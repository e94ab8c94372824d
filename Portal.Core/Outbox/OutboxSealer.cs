using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Portal.Core.Keys;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>Makes outbox entries: what a mail will say and to whom, sealed to the vault, so that only the web side can read it.</summary>
public sealed class OutboxSealer(VaultPublicKey vault, TimeProvider clock)
{
    private readonly VaultBoxSealer _boxes = new(vault, clock);

    /// <summary>The purpose that the vault boxes of the outbox are bound to.</summary>
    internal const string Purpose = "outbox";

    /// <summary>The mail to the recipient; due at once. The caller stores it in the transaction that stores the message.</summary>
    public OutboxEntry Seal(NoticePayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.NoticePayload, OutboxKind.Notice, tenant);

    /// <summary>The mail to the sender with the initial password; due at once.</summary>
    public OutboxEntry Seal(InitialPasswordPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.InitialPasswordPayload, OutboxKind.InitialPassword, tenant);

    /// <summary>The mail about a sign-in from a new device; due at once.</summary>
    public OutboxEntry Seal(SignInPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.SignInPayload, OutboxKind.SignIn, tenant);

    /// <summary>The mail that tells a sender that nobody took up the invitation; due at once.</summary>
    public OutboxEntry Seal(InvitationEndedPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.InvitationEndedPayload, OutboxKind.InvitationEnded, tenant);

    /// <summary>The mail about a change of second factors; due at once.</summary>
    public OutboxEntry Seal(FactorPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.FactorPayload, OutboxKind.Factor, tenant);

    /// <summary>An SMS; due at once. Only <see cref="QueueSms"/> asks for one, because there the limits are.</summary>
    internal OutboxEntry Seal(SmsPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.SmsPayload, OutboxKind.Sms, tenant);

    private OutboxEntry Seal<T>(T payload, JsonTypeInfo<T> type, OutboxKind kind, string tenant)
    {
        var id = Guid.NewGuid();
        var now = clock.GetUtcNow();
        var plain = JsonSerializer.SerializeToUtf8Bytes(payload, type);
        try
        {
            return new OutboxEntry
            {
                Id = id,
                Kind = kind,
                Tenant = tenant,
                Box = _boxes.Seal(Purpose, id, plain),
                DueAt = now,
                CreatedAt = now,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
