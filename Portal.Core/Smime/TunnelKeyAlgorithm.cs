namespace Portal.Core.Smime;

/// <summary>Kinds of tunnel keys.</summary>
public enum TunnelKeyAlgorithm
{
    /// <summary>RSA with 3072 bits, the default.</summary>
    Rsa3072,

    /// <summary>RSA with 2048 bits.</summary>
    Rsa2048,

    /// <summary>RSA with 4096 bits.</summary>
    Rsa4096,

    /// <summary>ECDH and ECDSA on P-256.</summary>
    P256,
}
