namespace Portal.Core.Outbox;

/// <summary>What the mail to a sender says: pass this initial password on to the recipient. Sealed until it leaves.</summary>
public sealed record InitialPasswordPayload
{
    /// <summary>The mailbox that the password opens, so that one that cannot be handed over is not counted as given.</summary>
    public Guid MailboxId { get; init; }

    /// <summary>The sender's address: the mail goes there.</summary>
    public required string To { get; init; }

    /// <summary>The sender's display name as it stood in the mail; may be empty.</summary>
    public required string SenderName { get; init; }

    /// <summary>The address of the recipient who needs the password.</summary>
    public required string RecipientAddress { get; init; }

    /// <summary>The password; hyphens and spaces in it are only for the eye, the mail groups it anew.</summary>
    public required string InitialPassword { get; init; }

    /// <summary>Until when the password is good.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The token of the link by which this sender asks for another one, base64url; null in entries of an older version.</summary>
    public string? SenderToken { get; init; }

    /// <summary>Why it did not go by SMS as it should have, or null.</summary>
    public SmsRefusal? SmsRefusal { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(InitialPasswordPayload);
}
