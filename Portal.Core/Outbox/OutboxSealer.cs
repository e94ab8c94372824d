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
    /// <param name="payload">What it says.</param>
    /// <param name="tenant">In whose name.</param>
    /// <param name="deliveryId">The delivery that it tells of, whose sender learns that it left; null: nobody does.</param>
    public OutboxEntry Seal(NoticePayload payload, string tenant, Guid? deliveryId = null) =>
        Seal(payload, OutboxJson.Default.NoticePayload, OutboxKind.Notice, tenant, delivery: deliveryId);

    /// <summary>The mail to the sender with the initial password; due at once.</summary>
    public OutboxEntry Seal(InitialPasswordPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.InitialPasswordPayload, OutboxKind.InitialPassword, tenant);

    /// <summary>The mail about a sign-in from a new device; due at once.</summary>
    public OutboxEntry Seal(SignInPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.SignInPayload, OutboxKind.SignIn, tenant);

    /// <summary>The mail that tells a sender that nobody took up the invitation; due at once.</summary>
    public OutboxEntry Seal(InvitationEndedPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.InvitationEndedPayload, OutboxKind.InvitationEnded, tenant);

    /// <summary>The mail with a one-time code; due at once.</summary>
    public OutboxEntry Seal(MailCodePayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.MailCodePayload, OutboxKind.MailCode, tenant);

    /// <summary>The mail with the link for setting a new password; due at once.</summary>
    public OutboxEntry Seal(PasswordResetPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.PasswordResetPayload, OutboxKind.PasswordReset, tenant);

    /// <summary>The mail that says how to register, to somebody who has not yet; due at once.</summary>
    public OutboxEntry Seal(RegisterInsteadPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.RegisterInsteadPayload, OutboxKind.RegisterInstead, tenant);

    /// <summary>The mail that tells of another password; due at once.</summary>
    public OutboxEntry Seal(PasswordChangedPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.PasswordChangedPayload, OutboxKind.PasswordChanged, tenant);

    /// <summary>A notice that waits for the mailbox's daily mail.</summary>
    /// <param name="payload">What it says.</param>
    /// <param name="tenant">In whose name.</param>
    /// <param name="deliveryId">The delivery that it tells of.</param>
    public OutboxEntry Hold(NoticePayload payload, string tenant, Guid? deliveryId = null)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Seal(payload, OutboxJson.Default.NoticePayload, OutboxKind.Notice, tenant, payload.MailboxId, delivery: deliveryId);
    }

    /// <summary>The daily mail; due at once.</summary>
    public OutboxEntry Seal(DigestPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.DigestPayload, OutboxKind.Digest, tenant);

    /// <summary>The mail to an address that somebody wants to add to an account; due at once.</summary>
    public OutboxEntry Seal(AddressPayload payload, string tenant)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Seal(
            payload, OutboxJson.Default.AddressPayload, payload.Code is null ? OutboxKind.AddressTaken : OutboxKind.AddressCode, tenant);
    }

    /// <summary>The mail that says that an account was deleted; due at once.</summary>
    public OutboxEntry Seal(AccountDeletedPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.AccountDeletedPayload, OutboxKind.AccountDeleted, tenant);

    /// <summary>The mail about a change of second factors; due at once.</summary>
    public OutboxEntry Seal(FactorPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.FactorPayload, OutboxKind.Factor, tenant);

    /// <summary>A reply to one recipient; due at once.</summary>
    /// <param name="payload">To whom.</param>
    /// <param name="tenant">In whose name.</param>
    /// <param name="blobId">The encrypted mail.</param>
    public OutboxEntry Seal(ReplyPayload payload, string tenant, Guid blobId) =>
        Seal(payload, OutboxJson.Default.ReplyPayload, OutboxKind.Reply, tenant, blob: blobId);

    /// <summary>A receipt to the sender of a message; due at once.</summary>
    /// <param name="payload">To whom.</param>
    /// <param name="tenant">In whose name.</param>
    /// <param name="blobId">The encrypted mail.</param>
    public OutboxEntry SealReceipt(ReplyPayload payload, string tenant, Guid blobId) =>
        Seal(payload, OutboxJson.Default.ReplyPayload, OutboxKind.Receipt, tenant, blob: blobId);

    /// <summary>The mail that confirms to a sender what was stored; due at once.</summary>
    public OutboxEntry Seal(SentConfirmationPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.SentConfirmationPayload, OutboxKind.SentConfirmation, tenant);

    /// <summary>The mail to the writer of a reply that could not be delivered; due at once.</summary>
    public OutboxEntry Seal(ReplyFailedPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.ReplyFailedPayload, OutboxKind.ReplyFailed, tenant);

    /// <summary>The mail to a sender whose message nobody has read yet; due at once.</summary>
    public OutboxEntry Seal(UnreadToldPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.UnreadToldPayload, OutboxKind.UnreadTold, tenant);

    /// <summary>The mail about a message that went to the wrong person; due at once.</summary>
    public OutboxEntry Seal(NotForMePayload payload, string tenant)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Seal(payload, OutboxJson.Default.NotForMePayload, payload.SenderAddress is null ? OutboxKind.NotForMe : OutboxKind.NotForMeAlert, tenant);
    }

    /// <summary>The mail to a person whose messages go for good soon; due at once.</summary>
    public OutboxEntry Seal(ExpiryWarningPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.ExpiryWarningPayload, OutboxKind.ExpiryWarning, tenant);

    /// <summary>The mail to a sender whose message went for good unread; due at once.</summary>
    public OutboxEntry Seal(ExpiredPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.ExpiredPayload, OutboxKind.Expired, tenant);

    /// <summary>The mail to a sender whose recipient could not be told of the message; due at once.</summary>
    public OutboxEntry Seal(NoticeFailedPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.NoticeFailedPayload, OutboxKind.NoticeFailed, tenant);

    /// <summary>A message that leaves encrypted to its recipient's own certificate; due at once.</summary>
    /// <param name="payload">To whom, and from whom.</param>
    /// <param name="tenant">In whose name.</param>
    /// <param name="blobId">The encrypted mail.</param>
    /// <param name="mailboxId">The recipient's mailbox, with which what still waits is deleted.</param>
    public OutboxEntry Seal(CertificateMailPayload payload, string tenant, Guid blobId, Guid mailboxId) =>
        Seal(payload, OutboxJson.Default.CertificateMailPayload, OutboxKind.CertificateMail, tenant, blob: blobId, mailbox: mailboxId);

    /// <summary>The mail with the code that proves a certificate; due at once.</summary>
    /// <param name="payload">To whom.</param>
    /// <param name="tenant">In whose name.</param>
    /// <param name="blobId">The encrypted mail.</param>
    /// <param name="mailboxId">The mailbox, by which such mails are counted.</param>
    public OutboxEntry SealChallenge(CertificateMailPayload payload, string tenant, Guid blobId, Guid mailboxId) =>
        Seal(payload, OutboxJson.Default.CertificateMailPayload, OutboxKind.CertificateChallenge, tenant, blob: blobId, mailbox: mailboxId);

    /// <summary>An SMS; due at once. Only <see cref="QueueSms"/> asks for one, because there the limits are.</summary>
    internal OutboxEntry Seal(SmsPayload payload, string tenant) =>
        Seal(payload, OutboxJson.Default.SmsPayload, OutboxKind.Sms, tenant);

    private OutboxEntry Seal<T>(T payload, JsonTypeInfo<T> type, OutboxKind kind, string tenant, Guid? held = null, Guid? blob = null, Guid? delivery = null, Guid? mailbox = null)
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
                State = held is null ? OutboxState.Waiting : OutboxState.Held,
                MailboxId = held ?? mailbox,
                BlobId = blob,
                DeliveryId = delivery,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
