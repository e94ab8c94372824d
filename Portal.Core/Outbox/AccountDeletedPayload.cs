namespace Portal.Core.Outbox;

/// <summary>What the mail to a person says whose account was deleted at his own wish. Sealed until it leaves.</summary>
public sealed record AccountDeletedPayload
{
    /// <summary>The address that was the account's.</summary>
    public required string To { get; init; }

    /// <summary>When it was deleted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(AccountDeletedPayload);
}
