using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Retention;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages;

/// <summary>Makes the rows of a message: keys sealed to each mailbox, the notice's token, the invitation where one is due.</summary>
public sealed class PrepareDelivery(
    IngestKey ingest, MakeInvitation invitations, ChooseChannel choose, OutboxSealer outbox, VaultPublicKey vault, ServerPepper pepper,
    TenantCatalog tenants, TimeProvider time)
{
    private readonly VaultBoxSealer _boxes = new(vault, time);

    internal PreparedMessage Prepare(IncomingDelivery incoming) => Prepare(incoming, incoming.Recipients);

    /// <param name="incoming">The message with all its recipients: its sender hears of all of them.</param>
    /// <param name="staying">Those for whom it is laid here.</param>
    internal PreparedMessage Prepare(IncomingDelivery incoming, IReadOnlyList<MailboxAddress> staying)
    {
        var now = time.GetUtcNow();
        var message = new Message
        {
            Id = incoming.Message.Id,
            Tenant = incoming.Tenant,
            Gateway = incoming.Gateway,
            Size = incoming.Message.Size,
            SecondFactor = SecondFactorField.IsIn(incoming.Message.Outline.Steering),
            Sender = SenderBox.Seal(_boxes, SenderOf(incoming), incoming.Message.Id),
            SenderHash = SenderHash.Of(pepper, incoming.Tenant, incoming.SenderAddress),
            Automatic = incoming.Automatic || AutomaticMail.Is(incoming.Message.Outline),
            NoReply = NoReplyField.IsIn(incoming.Message.Outline.Steering),
            ReceivedAt = now,
            ExpiresAt = MessageEnd.Of(incoming.Message.Outline.Steering, now, tenants[incoming.Tenant]),
            EndBySender = MessageEnd.IsNamed(incoming.Message.Outline.Steering, now),
            Summary = incoming.Message.Summary,
            Outline = incoming.Message.SealedOutline,
        };
        return new PreparedMessage(message, [.. staying.Select(r => Prepare(incoming, r, now))]) { Confirmation = Confirm(incoming, message) };
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
            Position = DeliveryPosition.At(now),
            ReceivedAt = now,
        };
        var (token, check) = (NoticeToken.Create(), CheckCode.Create());
        var language = tenants[incoming.Tenant].Language;
        var invitation = Invite(incoming, recipient);
        return new PreparedDelivery
        {
            Delivery = delivery,
            PublicKey = recipient.PublicKey.ToBytes(),
            Notice = new Notice { TokenHash = token.Hash, DeliveryId = delivery.Id, MailboxId = recipient.Id, CheckHash = check.Hash, CreatedAt = now },
            NoticeMail = NoticeMail(recipient, incoming.Tenant, delivery.Id, new NoticePayload
            {
                MailboxId = recipient.Id,
                To = recipient.Address,
                SenderName = incoming.SenderName,
                SenderAddress = incoming.SenderAddress,
                Token = token.Text,
                CheckCode = check.Text,
                Invited = !recipient.Registered,
                Channel = invitation?.Password.Channel ?? recipient.Channel ?? InitialPasswordChannel.Sender,
                InvitedEarlier = !recipient.Registered && invitation is null,
                InitialPasswordUntil = invitation?.Password.ExpiresAt ?? recipient.InitialPasswordUntil,
                Language = recipient.Language ?? language,
            }),
            Invitation = invitation,
            Received = incoming.ReceivedBy(recipient.Address, delivery.Id),
        };
    }

    // As the reader chose; who has not registered has had no choice.
    private OutboxEntry? NoticeMail(MailboxAddress recipient, string tenant, Guid deliveryId, NoticePayload notice) => recipient.Notices switch
    {
        NoticeChoice.None => null,
        NoticeChoice.Daily => outbox.Hold(notice, tenant, deliveryId),
        _ => outbox.Seal(notice, tenant, deliveryId),
    };

    private PreparedInvitation? Invite(IncomingDelivery incoming, MailboxAddress recipient)
    {
        if (recipient.Registered)
        {
            return null;
        }

        var choice = choose.For(incoming);
        var channel = recipient.ChannelFor(choice.Channel);
        return recipient.NeedsInvitation(channel)
            ? invitations.Make(new InvitationCall
            {
                Tenant = incoming.Tenant,
                MailboxId = recipient.Id,
                Address = recipient.Address,
                MessageId = incoming.Message.Id,
                Sender = SenderOf(incoming),
                Channel = channel,
                Number = choice.Number,
                Refusal = choice.Refusal,
            })
            : null;
    }

    // Machines are told nothing, and nobody is where nobody can be answered.
    private (OutboxEntry Mail, SenderLink Link)? Confirm(IncomingDelivery incoming, Message message)
    {
        if (tenants[incoming.Tenant].SentConfirmation != SentConfirmation.On || message.Automatic || incoming.SenderAddress.Length == 0)
        {
            return null;
        }

        var sender = SenderOf(incoming);
        var (token, link) = invitations.Link(incoming.Tenant, incoming.Recipients[0].Id, message.Id, sender);
        var mail = outbox.Seal(
            new SentConfirmationPayload
            {
                To = sender.Address,
                Recipients = [.. incoming.Recipients.Take(SentConfirmationPayload.MostRecipients).Select(r => r.Address)],
                Count = incoming.Recipients.Count,
                At = message.ReceivedAt,
                SenderToken = token,
                Language = sender.Language,
            },
            incoming.Tenant);
        return (mail, link);
    }

    private InvitationSender SenderOf(IncomingDelivery incoming) =>
        new(incoming.SenderAddress, incoming.SenderName, tenants[incoming.Tenant].Language);
}
