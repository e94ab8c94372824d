using Portal.Core.Mailboxes;

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
}
