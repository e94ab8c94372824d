using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Which digest an algorithm identifier means; what is not on the list is refused.</summary>
internal static class Digests
{
    public static readonly HashAlgorithmName Sha1 = HashAlgorithmName.SHA1;

    /// <summary>A digest that may be signed (threats C7).</summary>
    public static HashAlgorithmName Signed(AlgorithmId id) =>
        TrySigned(id.Oid) ?? throw new RefusedException(TunnelRefusal.WeakAlgorithm);

    public static HashAlgorithmName? TrySigned(string oid) => oid switch
    {
        Oids.Sha256 => HashAlgorithmName.SHA256,
        Oids.Sha384 => HashAlgorithmName.SHA384,
        Oids.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>Inside OAEP and key derivation no collision helps anybody, and SHA-1 is the default of both.</summary>
    public static HashAlgorithmName OaepHash(AlgorithmId id) => id.Oid == Oids.Sha1 ? Sha1 : Signed(id);

    /// <summary>The hash of a mask generation function, of which there is MGF1 alone (RFC 8017 B.2.1).</summary>
    public static HashAlgorithmName MaskHash(AlgorithmId id) => id.Oid == Oids.Mgf1
        ? OaepHash(AlgorithmId.Read(id.ReadParameters()))
        : throw new RefusedException(TunnelRefusal.WeakAlgorithm);

    public static int Bytes(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA1" => 20,
        "SHA256" => 32,
        "SHA384" => 48,
        _ => 64,
    };

    public static string OidOf(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA256" => Oids.Sha256,
        "SHA384" => Oids.Sha384,
        _ => Oids.Sha512,
    };

    /// <summary>The name in a multipart/signed header (RFC 8551 §3.5.3.2).</summary>
    public static string MicalgOf(HashAlgorithmName hash) => "sha-" + hash.Name![3..];
}
