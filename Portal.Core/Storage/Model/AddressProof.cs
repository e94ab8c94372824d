namespace Portal.Core.Storage.Model;

/// <summary>An address that somebody wants to add to an account, until the code that went there is typed or its time is over.</summary>
public sealed class AddressProof
{
    /// <summary>Random; the code's hash is bound to it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose account it is to join.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The normalised address.</summary>
    public required string Address { get; init; }

    /// <summary>HMAC-SHA-256 of the code under the server's pepper, 32 bytes.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>How many tries are left, counted down before each comparison.</summary>
    public required int TriesLeft { get; set; }

    /// <summary>When the code was sent.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
