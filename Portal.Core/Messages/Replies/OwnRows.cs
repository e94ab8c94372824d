using System.Security.Cryptography;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Replies;

/// <summary>The rows of a message that the web side itself lays into a mailbox whose key is at hand: what was sent, what came back.</summary>
internal static class OwnRows
{
    public static Message MessageOf(SealedMessage message, string tenant, string gateway, bool secondFactor, DateTimeOffset now, DateTimeOffset? end, bool noReply = false) => new()
    {
        Id = message.Id,
        Tenant = tenant,
        Gateway = gateway,
        Size = message.Size,
        SecondFactor = secondFactor,
        NoReply = noReply,
        ReceivedAt = now,
        ExpiresAt = end,
        Summary = message.Summary,
        Outline = message.SealedOutline,
    };

    public static Delivery DeliveryOf(SealedMessage message, UnlockedMailbox mailbox, DateTimeOffset now, DeliveryFolder folder) => new()
    {
        Id = Guid.NewGuid(),
        MailboxId = mailbox.Id,
        MessageId = message.Id,

        // Nothing is handed in again that would have to be recognised.
        ContentDigest = RandomNumberGenerator.GetBytes(32),
        SealedKey = SealedMessageKey.Rewrap(message.Key, mailbox.Key.SymmetricKey, mailbox.Id, message.Id),
        Position = DeliveryPosition.At(now),
        ReceivedAt = now,
        ReadAt = folder == DeliveryFolder.Sent ? now : null,
        Folder = folder,
        Unread = folder != DeliveryFolder.Sent,
    };
}
