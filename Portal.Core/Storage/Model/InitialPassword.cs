namespace Portal.Core.Storage.Model;

/// <summary>An invitation: the password that its person gets by another way than the notice, good for registering one mailbox once. Only its hash is kept.</summary>
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

    /// <summary>The mail that invited, or null in rows of an older version.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>When the recipient is to be reminded, once; null: reminded already, or not at all.</summary>
    public DateTimeOffset? RemindAt { get; set; }

    /// <summary>When it was noticed that nobody had taken up the invitation in time, and the sender was told; null before.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The way it takes.</summary>
    public InitialPasswordChannel Channel { get; set; }

    /// <summary>With <see cref="InitialPasswordChannel.SmsAtOpening"/> until when the one is good that was asked for last; null before.</summary>
    public DateTimeOffset? GoodUntil { get; set; }

    /// <summary>Where SMS go with <see cref="InitialPasswordChannel.SmsAtOpening"/>: a vault box with the purpose <c>mobile</c>, bound to the mailbox; else empty.</summary>
    public byte[] Mobile { get; set; } = [];

    /// <summary>Takes over another invitation for the same mailbox; what was counted for the sender of this one stays.</summary>
    internal void Replace(InitialPassword next)
    {
        (Channel, Hash, ExpiresAt, GoodUntil, TriesLeft) = (next.Channel, next.Hash, next.ExpiresAt, next.GoodUntil, next.TriesLeft);
        (Sender, MessageId, Mobile, RemindAt, EndedAt) = (next.Sender, next.MessageId, next.Mobile, next.RemindAt, null);
    }

    /// <summary>How often another one was made for the sender since the invitation.</summary>
    public int Renewals { get; set; }

    /// <summary>When that was done last, or null.</summary>
    public DateTimeOffset? RenewedAt { get; set; }
}
