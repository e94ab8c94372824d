namespace Portal.Core.Storage.Model;

/// <summary>One link of a message's chain of evidence (docs/sealed-format.md). Rows are only added, and outlive the message.</summary>
public sealed class MessageEvent
{
    /// <summary>Random; the vault box is bound to it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Its place in the chain, from 1 on.</summary>
    public required int Sequence { get; init; }

    /// <summary>What happened.</summary>
    public required MessageEventKind Kind { get; init; }

    /// <summary>The delivery to which it happened, or null: to the message.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is known of it, a vault box with the purpose <c>evidence</c>.</summary>
    public required byte[] Box { get; init; }

    /// <summary>SHA-256 of the one before and of what is in the box, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The name under which a sender's messages are found, 32 bytes; in the first link only, and null there where an operator's order began the chain.</summary>
    public byte[]? SenderHash { get; set; }

    /// <summary>HMAC-SHA-256 of the row under the pepper, 32 bytes: who has only the database can make no link.</summary>
    public required byte[] Mac { get; init; }
}

/// <summary>What happened to a message.</summary>
public enum MessageEventKind
{
    /// <summary>It came out of the tunnel and was stored for a recipient.</summary>
    Received = 1,

    /// <summary>Its notice was handed over to the mail system.</summary>
    Notified = 2,

    /// <summary>Its notice could not be delivered.</summary>
    NoticeFailed = 3,

    /// <summary>The recipient registered.</summary>
    Registered = 4,

    /// <summary>The recipient opened it for the first time.</summary>
    Opened = 5,

    /// <summary>The recipient answered it.</summary>
    Replied = 6,

    /// <summary>The recipient fetched a file of it, or all of it, for the first time.</summary>
    Downloaded = 7,

    /// <summary>A receipt left for its sender.</summary>
    ReceiptSent = 8,

    /// <summary>The recipient was reminded.</summary>
    Reminded = 9,

    /// <summary>The sender was told that it was unread.</summary>
    UnreadTold = 10,

    /// <summary>The person it went to said that it was for somebody else.</summary>
    NotForMe = 11,

    /// <summary>It was locked.</summary>
    Locked = 12,

    /// <summary>It was unlocked.</summary>
    Unlocked = 13,

    /// <summary>Its sender took it back unread.</summary>
    Withdrawn = 14,

    /// <summary>The day on which it goes was put off.</summary>
    Extended = 15,

    /// <summary>An operator holds it.</summary>
    Held = 16,

    /// <summary>An operator holds it no longer.</summary>
    Released = 17,

    /// <summary>Its time was over: it was deleted.</summary>
    Expired = 18,

    /// <summary>The recipient deleted it for good.</summary>
    Deleted = 19,

    /// <summary>It left for the recipient encrypted to his own certificate.</summary>
    SentToCertificate = 20,

    /// <summary>The sender had another initial password made.</summary>
    InitialPasswordAgain = 21,

    /// <summary>The sender had the recipient notified again.</summary>
    NotifiedAgain = 22,
}
