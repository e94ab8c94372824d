namespace Portal.Core.Outbox;

/// <summary>What the mail to a sender says whose mail was stored: for whom, and where he sees what becomes of it. Sealed until it leaves.</summary>
public sealed record SentConfirmationPayload
{
    /// <summary>As many recipients are named at most; the number is that of all.</summary>
    public const int MostRecipients = 50;

    /// <summary>The sender's address.</summary>
    public required string To { get; init; }

    /// <summary>The recipients' addresses.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The token of the link to the sender's view, as it stands in the address: base64url.</summary>
    public required string SenderToken { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SentConfirmationPayload);
}
