using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>How a mail is signed and encrypted.</summary>
public sealed record TunnelWriterOptions
{
    /// <summary>Who signs, with SHA-256: RSA PKCS#1 v1.5 or ECDSA, as the key is; null: nobody.</summary>
    public required TunnelKey? Signer { get; init; }

    /// <summary>Whom to encrypt to, at least one: RSA certificates by key transport, P-256 certificates by ECDH.</summary>
    public required IReadOnlyList<X509Certificate2> Recipients { get; init; }

    /// <summary>The content encryption. AES-256-CBC unless set: every gateway reads it.</summary>
    public TunnelEncryption Encryption { get; init; } = TunnelEncryption.Aes256Cbc;

    /// <summary>OAEP with SHA-256 instead of PKCS#1 v1.5 for RSA recipients.</summary>
    public bool Oaep { get; init; }

    /// <summary>multipart/signed instead of signed-data around the content.</summary>
    public bool Detached { get; init; }
}
