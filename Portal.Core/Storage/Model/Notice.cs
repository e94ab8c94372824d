namespace Portal.Core.Storage.Model;

/// <summary>The link in one notice. The token itself is only in the mail.</summary>
public sealed class Notice
{
    /// <summary>SHA-256 of the token's 16 random bytes.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The delivery it tells of.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>The mailbox it went to.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>SHA-256 of the code by which its reader finds out whether the notice is real; null in rows of an older version.</summary>
    public byte[]? CheckHash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
