namespace Portal.Core.Storage.Model;

/// <summary>A WebAuthn credential that signs its owner in.</summary>
public sealed class Passkey
{
    /// <summary>The credential's id, at most 1023 bytes.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Its public key, COSE.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>Whether it may be copied to other devices of its owner; fixed when it is made.</summary>
    public required bool IsBackupEligible { get; init; }

    /// <summary>HMAC under the pepper over all of the above, 32 bytes: who can only write here makes nobody a passkey.</summary>
    public required byte[] Mac { get; init; }

    /// <summary>What its owner calls it, a vault box with the purpose <c>passkey</c>.</summary>
    public required byte[] Name { get; set; }

    /// <summary>How it can be reached, words of WebAuthn with commas between; a hint for browsers.</summary>
    public required string Transports { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The authenticator's counter at the last use; some always say 0.</summary>
    public required long SignCount { get; set; }

    /// <summary>Whether it was copied, as it said at the last use.</summary>
    public required bool IsBackedUp { get; set; }
}
