namespace Portal.Core.Storage.Model;

/// <summary>A mail gateway whose signature opens the tunnel, pinned by <c>tunnel trust</c>.</summary>
public sealed class Gateway
{
    /// <summary>The operator's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The tenant whose mail it hands over.</summary>
    public required string Tenant { get; init; }

    /// <summary>Its certificate, DER; while it changes to another both, one after the other (<c>GatewayCertificates</c>).</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>What is encrypted to when something leaves through it, DER; null: the newest of <see cref="Certificate"/>.</summary>
    public byte[]? EncryptionCertificate { get; init; }

    /// <summary>Whether header fields outside the signature count where the inside has none.</summary>
    public required bool OuterHeaders { get; init; }

    /// <summary>When it was trusted.</summary>
    public required DateTimeOffset TrustedAt { get; init; }

    /// <summary>SHA-256 of the bearer key that opens the HTTP door to it; null: none was made.</summary>
    public byte[]? KeyHash { get; init; }

    /// <summary>SHA-256 of the TLS client certificate (DER) that opens the HTTP door to it; null: none was named.</summary>
    public byte[]? ClientCertificateHash { get; init; }
}
