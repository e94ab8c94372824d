using Portal.Core.Evidence;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Tracking;

/// <summary>What its sender may know of a message: to whom it went and what became of it, never what it says.</summary>
public sealed record SentMessage
{
    /// <summary>The message.</summary>
    public required Guid Id { get; init; }

    /// <summary>The sender's address.</summary>
    public required string Sender { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it goes, or null: nobody knows, or it is gone.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it may be kept longer.</summary>
    public bool MayExtend { get; init; }

    /// <summary>Its recipients, as it came.</summary>
    public required IReadOnlyList<SentRecipient> Recipients { get; init; }

    /// <summary>All that is known of it.</summary>
    public required EvidenceChain Chain { get; init; }

    /// <summary>The recipient of a delivery, or null.</summary>
    public SentRecipient? Recipient(Guid deliveryId) => Recipients.FirstOrDefault(r => r.DeliveryId == deliveryId);

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SentMessage);
}

/// <summary>One recipient.</summary>
public sealed record SentRecipient
{
    /// <summary>The delivery.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string Address { get; init; }

    /// <summary>Where it stands.</summary>
    public required SentState State { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<EvidenceLink> Events { get; init; }

    /// <summary>Whether a notice may be sent once more, as far as that is known before it is tried.</summary>
    public bool MayNotify { get; init; }

    /// <summary>Whether another initial password may be made.</summary>
    public bool MayRenew { get; init; }

    /// <summary>Whether it may be taken back.</summary>
    public bool MayWithdraw { get; init; }

    /// <summary>Whether it may be locked.</summary>
    public bool MayLock { get; init; }

    /// <summary>Who locked it, where the sender may unlock it.</summary>
    public DeliveryLock MayUnlock { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SentRecipient);
}

/// <summary>Where a message stands with one recipient.</summary>
public enum SentState
{
    /// <summary>It lies here.</summary>
    Stored = 1,

    /// <summary>The mail system has the notice.</summary>
    Notified = 2,

    /// <summary>The notice came back.</summary>
    NoticeFailed = 3,

    /// <summary>The recipient has registered because of it.</summary>
    Registered = 4,

    /// <summary>It was opened.</summary>
    Opened = 5,

    /// <summary>A file of it, or all of it, was fetched.</summary>
    Downloaded = 6,

    /// <summary>It was answered.</summary>
    Replied = 7,

    /// <summary>It left for the recipient encrypted to his own certificate.</summary>
    SentToCertificate = 8,

    /// <summary>It is locked.</summary>
    Locked = 9,

    /// <summary>Whom it reached said that it is for somebody else, and it is locked.</summary>
    NotForMe = 10,

    /// <summary>Its sender took it back unread.</summary>
    Withdrawn = 11,

    /// <summary>The recipient deleted it.</summary>
    Deleted = 12,

    /// <summary>Its time was over.</summary>
    Expired = 13,

    /// <summary>It left for the recipient's own certificate and could not be delivered.</summary>
    NotDelivered = 14,
}
