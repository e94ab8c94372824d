namespace Portal.Core.Storage.Model;

/// <summary>A message in a mailbox: state, times, and the message key sealed to that mailbox.</summary>
public sealed class Delivery
{
    /// <summary>Random; what the web address of the message in this mailbox names.</summary>
    public required Guid Id { get; init; }

    /// <summary>The mailbox.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The message.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Keyed digest of the signed content, 32 bytes; unique in the mailbox, so a mail that is sent again changes nothing.</summary>
    public required byte[] ContentDigest { get; init; }

    /// <summary>The message key: 113 bytes under the mailbox's public key, or 60 bytes under its symmetric key once it was read.</summary>
    public required byte[] SealedKey { get; set; }

    /// <summary>Its place in the mailbox: the milliseconds of its arrival and 19 random bits, so that pages can be cut exactly.</summary>
    public required long Position { get; init; }

    /// <summary>When it was delivered.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the recipient first opened it, or null. It proves that opening, and is never taken back.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When the recipient last answered it, or null.</summary>
    public DateTimeOffset? RepliedAt { get; set; }

    /// <summary>Where it lies.</summary>
    public DeliveryFolder Folder { get; set; }

    /// <summary>Whether listings mark it as unread: until it is opened, or as its owner wants it. Says nothing in <see cref="DeliveryFolder.Sent"/>.</summary>
    public bool Unread { get; set; } = true;

    /// <summary>
    /// What the messages of one conversation share, 32 bytes that say nothing to who has no key of the mailbox (docs/sealed-format.md); null until a session
    /// of its owner has looked at it.
    /// </summary>
    public byte[]? ThreadKey { get; set; }

    /// <summary>When its notice was first handed over, or null.</summary>
    public DateTimeOffset? NotifiedAt { get; set; }

    /// <summary>When its notice came back as undeliverable, or null.</summary>
    public DateTimeOffset? BouncedAt { get; set; }

    /// <summary>Why it came back: an enhanced status code (RFC 3463), such as <c>5.1.1</c>, or a reply code; never text from outside.</summary>
    public string? BounceStatus { get; set; }

    /// <summary>When the sender was told that the notice came back, or null.</summary>
    public DateTimeOffset? BounceToldAt { get; set; }

    /// <summary>When the recipient was reminded of it, or null.</summary>
    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>When the sender was told that nobody had read it, or null.</summary>
    public DateTimeOffset? UnreadToldAt { get; set; }

    /// <summary>Since when nobody can open it, or null.</summary>
    public DateTimeOffset? LockedAt { get; set; }

    /// <summary>Who locked it.</summary>
    public DeliveryLock Lock { get; set; }

    /// <summary>What became of the receipt that its sender asked for.</summary>
    public ReceiptState Receipt { get; set; }
}
