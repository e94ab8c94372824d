using Portal.Core.Smime;

namespace Portal.Core.Tunnel;

/// <summary>The settings below <c>Tunnel</c>.</summary>
public sealed class TunnelOptions
{
    /// <summary>The certificate that gateways encrypt to, PEM; empty: <c>tunnel/tunnel.crt</c> in the data folder.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>Its private key, PEM; empty: <c>tunnel/tunnel.key</c> in the data folder.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The certificate by which gateways verify what leaves, PEM; empty: <c>tunnel/signing.crt</c> in the data folder.</summary>
    public string SigningCertificateFile { get; set; } = "";

    /// <summary>Its private key, PEM; empty: <c>tunnel/signing.key</c> in the data folder.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>What kind of key is made where there is none.</summary>
    public TunnelKeyAlgorithm KeyAlgorithm { get; set; } = TunnelKeyAlgorithm.Rsa3072;

    /// <summary>Refuses AES-CBC, which does not notice by itself that it was changed (RFC 8551 §6); only AES-GCM comes in then.</summary>
    public bool AuthenticatedEncryptionOnly { get; set; }

    /// <summary>
    /// How long ago a mail may have been signed at most, so that old ones are not handed in again; longer than gateways keep a mail in their
    /// queue. Zero: any time ago.
    /// </summary>
    public TimeSpan MaxSignatureAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How what leaves is encrypted. AES-256-CBC is what every gateway reads.</summary>
    public TunnelEncryption Encryption { get; set; } = TunnelEncryption.Aes256Cbc;

    /// <summary>Whether RSA recipients get their key by OAEP (SHA-256) instead of PKCS#1 v1.5.</summary>
    public bool Oaep { get; set; }

    /// <summary>For how long the list of trusted gateways is taken from memory before the database is asked again.</summary>
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(2);
}
