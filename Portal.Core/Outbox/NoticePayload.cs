namespace Portal.Core.Outbox;

/// <summary>What the mail to a recipient says: you have a message. Sealed until it leaves.</summary>
public sealed record NoticePayload
{
    /// <summary>The mailbox that the message lies in.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>The sender's display name as it stood in the mail: a stranger's text, made harmless when the notice is composed. May be empty.</summary>
    public required string SenderName { get; init; }

    /// <summary>The sender's address, as verified by the gateway.</summary>
    public required string SenderAddress { get; init; }

    /// <summary>The token of the link, as it stands in the address: base64url.</summary>
    public required string Token { get; init; }

    /// <summary>Whether the recipient has yet to register, and so needs the initial password, where there is one.</summary>
    public required bool Invited { get; init; }

    /// <summary>Where the recipient has yet to register, the way that the initial password takes.</summary>
    public InitialPasswordChannel Channel { get; init; }

    /// <summary>Whether the initial password went to the writer of an earlier mail, and not to this one's.</summary>
    public bool InvitedEarlier { get; init; }

    /// <summary>Whether the recipient was told of this message before.</summary>
    public bool Reminder { get; init; }

    /// <summary>The code by which the recipient finds out whether the notice is real; null in entries of an older version.</summary>
    public string? CheckCode { get; init; }

    /// <summary>Until when the initial password is good; null where there is none.</summary>
    public DateTimeOffset? InitialPasswordUntil { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(NoticePayload);
}
