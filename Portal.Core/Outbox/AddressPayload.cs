namespace Portal.Core.Outbox;

/// <summary>What a mail says to an address that somebody wants to add to an account. Sealed until it leaves.</summary>
public sealed record AddressPayload
{
    /// <summary>The address.</summary>
    public required string To { get; init; }

    /// <summary>The code that proves it; null where the address is another account's already.</summary>
    public string? Code { get; init; }

    /// <summary>Until when the code is good; null without one.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The mail's language, <c>en</c> or <c>de</c>; the tenant's is taken for any other.</summary>
    public required string Language { get; init; }

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(AddressPayload);
}
