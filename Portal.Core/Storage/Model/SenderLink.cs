namespace Portal.Core.Storage.Model;

/// <summary>
/// The link by which the sender of a mail sees what became of it, and asks for another initial password for one recipient. The token itself is only in the
/// mail to the sender.
/// </summary>
public sealed class SenderLink
{
    /// <summary>SHA-256 of the token's 16 random bytes.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>The recipient's mailbox: no other's password comes of it.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The sender, the only one who is ever written to because of it: a vault box with the purpose <c>sender</c>, bound to the mailbox.</summary>
    public required byte[] Sender { get; init; }

    /// <summary>The mail, or null in rows of an older version.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
