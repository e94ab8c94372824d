namespace Portal.Core.Smime;

/// <summary>Content encryption of what we write.</summary>
public enum TunnelEncryption
{
    /// <summary>EnvelopedData with AES-256-CBC.</summary>
    Aes256Cbc,

    /// <summary>EnvelopedData with AES-128-CBC.</summary>
    Aes128Cbc,

    /// <summary>AuthEnvelopedData with AES-256-GCM.</summary>
    Aes256Gcm,

    /// <summary>AuthEnvelopedData with AES-128-GCM.</summary>
    Aes128Gcm,
}
