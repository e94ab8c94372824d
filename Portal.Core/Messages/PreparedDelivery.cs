using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>The rows of one delivery, made before the transaction so that no key work happens inside it.</summary>
internal sealed record PreparedDelivery
{
    public required Delivery Delivery { get; init; }

    public required Notice Notice { get; init; }

    /// <summary>Null where the reader wants to be told nothing.</summary>
    public required OutboxEntry? NoticeMail { get; init; }

    /// <summary>Present where nobody has registered: written only if the mailbox has no initial password that still works.</summary>
    public PreparedInvitation? Invitation { get; init; }
}

/// <summary>An initial password and the mail that brings it to the sender: written together or not at all.</summary>
internal sealed record PreparedInvitation(InitialPassword Password, OutboxEntry Mail);

/// <summary>The rows of one message.</summary>
internal sealed record PreparedMessage(Message Message, IReadOnlyList<PreparedDelivery> Deliveries);
