namespace Portal.Core.Outbox;

/// <summary>What a sender is told whose message nobody has read for some days. Sealed until it leaves.</summary>
public sealed record UnreadToldPayload
{
    /// <summary>The sender's address: the mail goes there.</summary>
    public required string To { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string RecipientAddress { get; init; }

    /// <summary>The addresses of others who have not read it either.</summary>
    public IReadOnlyList<string> MoreAddresses { get; init; } = [];

    /// <summary>When the message came.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Whether the recipient has registered.</summary>
    public bool Registered { get; init; }

    /// <summary>The token of the link by which this sender sees what can be done, base64url.</summary>
    public required string SenderToken { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(UnreadToldPayload);
}
