namespace Portal.Core.Outbox;

/// <summary>What a person is told whose messages go for good soon: one mail for all of them. Sealed until it leaves.</summary>
public sealed record ExpiryWarningPayload
{
    /// <summary>The person's address.</summary>
    public required string To { get; init; }

    /// <summary>How many messages go.</summary>
    public required int Messages { get; init; }

    /// <summary>When the first of them goes.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>Whether the tenant lets people keep messages longer.</summary>
    public required bool MayKeep { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(ExpiryWarningPayload);
}
