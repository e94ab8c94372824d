namespace Portal.Core.Outbox;

/// <summary>What a sender is told whose recipient could not be told of the message. Sealed until it leaves.</summary>
public sealed record NoticeFailedPayload
{
    /// <summary>The sender's address: the mail goes there.</summary>
    public required string To { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string RecipientAddress { get; init; }

    /// <summary>Why: an enhanced status code (RFC 3463) or a reply code.</summary>
    public required string Status { get; init; }

    /// <summary>The token of the link by which this sender sees what became of the message, base64url; null where it had left for the recipient's own certificate.</summary>
    public string? SenderToken { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(NoticeFailedPayload);
}
