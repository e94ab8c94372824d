namespace Portal.Core.Outbox;

/// <summary>What a sender is told whose message went for good before anybody had read it. Sealed until it leaves.</summary>
public sealed record ExpiredPayload
{
    /// <summary>The sender's address: the mail goes there.</summary>
    public required string To { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string RecipientAddress { get; init; }

    /// <summary>When the message came.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When its time was over.</summary>
    public required DateTimeOffset ExpiredAt { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ExpiredPayload);
}
