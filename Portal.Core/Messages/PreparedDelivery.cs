using Portal.Core.Accounts.Invitations;
using Portal.Core.Evidence;
using Portal.Core.Messages.Certificates;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>The rows of one delivery, made before the transaction so that no key work happens inside it.</summary>
internal sealed record PreparedDelivery
{
    public required Delivery Delivery { get; init; }

    /// <summary>What the message key is sealed to, 65 bytes.</summary>
    public required byte[] PublicKey { get; init; }

    public required Notice Notice { get; init; }

    /// <summary>Null where the reader wants to be told nothing.</summary>
    public required OutboxEntry? NoticeMail { get; init; }

    /// <summary>The first that is known of it.</summary>
    public required EvidenceEvent Received { get; init; }

    /// <summary>Present where nobody has registered: written only if the mailbox has no invitation that still holds and asks for as much.</summary>
    public PreparedInvitation? Invitation { get; init; }
}

/// <summary>The rows of one message.</summary>
internal sealed record PreparedMessage(Message Message, IReadOnlyList<PreparedDelivery> Deliveries)
{
    /// <summary>The mail that confirms it to its sender, and the link in it; null where none is wanted.</summary>
    public (OutboxEntry Mail, SenderLink Link)? Confirmation { get; init; }

    /// <summary>For those whose mail leaves for their own certificates.</summary>
    public IReadOnlyList<PreparedLeaving> Leaving { get; init; } = [];
}
