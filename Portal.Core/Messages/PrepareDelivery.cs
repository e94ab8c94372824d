using System.Security.Cryptography;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages;

/// <summary>Makes the rows of a message: keys sealed to each mailbox, the notice's token, the initial password where one is due.</summary>
public sealed class PrepareDelivery(
    IngestKey ingest, InitialPasswords passwords, OutboxSealer outbox, VaultPublicKey vault, TenantCatalog tenants, TimeProvider time)
{
    internal PreparedMessage Prepare(IncomingDelivery incoming)
    {
        var now = time.GetUtcNow();
        var message = new Message
        {
            Id = incoming.Message.Id,
            Tenant = incoming.Tenant,
            Gateway = incoming.Gateway,
            Size = incoming.Message.Size,
            SecondFactor = SecondFactorField.IsIn(incoming.Message.Outline.Steering),
            ReceivedAt = now,
            Summary = incoming.Message.Summary,
            Outline = incoming.Message.SealedOutline,
        };
        return new PreparedMessage(message, [.. incoming.Recipients.Select(r => Prepare(incoming, r, now))]);
    }

    private PreparedDelivery Prepare(IncomingDelivery incoming, MailboxAddress recipient, DateTimeOffset now)
    {
        var delivery = new Delivery
        {
            Id = Guid.NewGuid(),
            MailboxId = recipient.Id,
            MessageId = incoming.Message.Id,
            ContentDigest = ingest.KeyedDigest(incoming.ContentDigest, recipient.Id),
            SealedKey = SealedMessageKey.Seal(
                incoming.Message.Key, ingest.KeyPair, recipient.PublicKey, recipient.Id, incoming.Message.Id),
            Position = (now.ToUnixTimeMilliseconds() << 19) | (long)RandomNumberGenerator.GetInt32(1 << 19),
            ReceivedAt = now,
        };
        var token = NoticeToken.Create();
        var language = tenants[incoming.Tenant].Language;
        var invitation = recipient.NeedsInvitation ? Invite(incoming, recipient, language, now) : null;
        return new PreparedDelivery
        {
            Delivery = delivery,
            Notice = new Notice { TokenHash = token.Hash, DeliveryId = delivery.Id, MailboxId = recipient.Id, CreatedAt = now },
            NoticeMail = outbox.Seal(
                new NoticePayload
                {
                    MailboxId = recipient.Id,
                    To = recipient.Address,
                    SenderName = incoming.SenderName,
                    SenderAddress = incoming.SenderAddress,
                    Token = token.Text,
                    Invited = !recipient.Registered,
                    InvitedEarlier = !recipient.Registered && invitation is null,
                    InitialPasswordUntil = invitation?.Password.ExpiresAt ?? recipient.InitialPasswordUntil,
                    Language = language,
                },
                incoming.Tenant),
            Invitation = invitation,
        };
    }

    private PreparedInvitation Invite(IncomingDelivery incoming, MailboxAddress recipient, string language, DateTimeOffset now)
    {
        var text = InitialPasswords.Create();
        var options = tenants[incoming.Tenant];
        var password = new InitialPassword
        {
            MailboxId = recipient.Id,
            Hash = passwords.Hash(text, recipient.Id),
            ExpiresAt = now + options.InitialPasswordLifetime,
            TriesLeft = options.InitialPasswordTries,
            Sender = SenderBox.Seal(vault, new InvitationSender(incoming.SenderAddress, incoming.SenderName, language), recipient.Id),
            RemindAt = options.InvitationReminder > TimeSpan.Zero && options.InvitationReminder < options.InitialPasswordLifetime
                ? now + options.InvitationReminder
                : null,
        };
        var mail = outbox.Seal(
            new InitialPasswordPayload
            {
                MailboxId = recipient.Id,
                To = incoming.SenderAddress,
                SenderName = incoming.SenderName,
                RecipientAddress = recipient.Address,
                InitialPassword = text,
                Until = password.ExpiresAt,
                Language = language,
            },
            incoming.Tenant);
        return new PreparedInvitation(password, mail);
    }
}
