using System.Globalization;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>A sealed message on its way into mailboxes.</summary>
public sealed record IncomingDelivery
{
    /// <summary>The tenant whose gateway handed it over.</summary>
    public required string Tenant { get; init; }

    /// <summary>The gateway's name.</summary>
    public required string Gateway { get; init; }

    /// <summary>The message.</summary>
    public required SealedMessage Message { get; init; }

    /// <summary>Digest of the signed content, as it was signed.</summary>
    public required byte[] ContentDigest { get; init; }

    /// <summary>The sender's name inside the signature; may be empty.</summary>
    public required string SenderName { get; init; }

    /// <summary>The sender's address inside the signature.</summary>
    public required string SenderAddress { get; init; }

    /// <summary>Whether its envelope says that no person sent it (an empty sender, RFC 5321 §4.5.5); its header may say so too.</summary>
    public bool Automatic { get; init; }

    /// <summary>The recipients; each mailbox once.</summary>
    public required IReadOnlyList<MailboxAddress> Recipients { get; init; }

    /// <summary>The first link of its chain for a recipient: what was signed, by whom, and how much it is; nothing of what it says.</summary>
    /// <param name="recipient">The recipient's address.</param>
    /// <param name="deliveryId">The delivery, or what stands for one.</param>
    internal EvidenceEvent ReceivedBy(string recipient, Guid deliveryId) => new(MessageEventKind.Received, deliveryId)
    {
        Recipient = recipient,
        Facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["sender"] = SenderAddress,
            ["gateway"] = Gateway,
            ["size"] = Message.Size.ToString(CultureInfo.InvariantCulture),
            ["contentSha256"] = Convert.ToHexStringLower(ContentDigest),
        },
    };
}
