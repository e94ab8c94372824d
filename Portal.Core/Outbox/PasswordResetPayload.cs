namespace Portal.Core.Outbox;

/// <summary>The link with which a person sets a new password. Sealed until it leaves.</summary>
public sealed record PasswordResetPayload
{
    /// <summary>The person's address.</summary>
    public required string To { get; init; }

    /// <summary>The token of the link.</summary>
    public required string Token { get; init; }

    /// <summary>Until when the link is good.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(PasswordResetPayload);
}
