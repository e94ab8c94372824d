namespace Portal.Core.Storage.Model;

/// <summary>The password that the sender passes on, good for registering one mailbox once. Only its hash is kept.</summary>
public sealed class InitialPassword
{
    /// <summary>The mailbox it is bound to.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>HMAC-SHA-256 under the server's pepper, 32 bytes.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How many tries are left, counted down before each comparison.</summary>
    public required int TriesLeft { get; set; }

    /// <summary>When it was used, or null.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Who invited, to be told how it ends: a vault box with the purpose <c>sender</c>, bound to the mailbox; empty in rows of an older version.</summary>
    public byte[] Sender { get; set; } = [];

    /// <summary>When the recipient is to be reminded, once; null: reminded already, or not at all.</summary>
    public DateTimeOffset? RemindAt { get; set; }

    /// <summary>When it was noticed that nobody had taken up the invitation in time, and the sender was told; null before.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
