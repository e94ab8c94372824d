using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Core.Smime;

/// <summary>The public key of a pinned certificate, taken out once.</summary>
internal sealed class SignatureKey
{
    private const int SmallestRsaKey = 2048;
    private const int SmallestCurve = 256;
    private static readonly ConditionalWeakTable<X509Certificate2, SignatureKey> Known = [];
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private SignatureKey(X509Certificate2 certificate)
    {
        _rsa = certificate.GetRSAPublicKey();
        _ecdsa = certificate.GetECDsaPublicKey();
    }

    public static SignatureKey Of(X509Certificate2 certificate) => Known.GetValue(certificate, c => new SignatureKey(c));

    /// <summary>Checks the signature over the signed attributes; an algorithm off the allow list is a refusal.</summary>
    public bool Verify(SignerInfo signer)
    {
        var id = signer.Algorithm;
        var named = id.Oid switch
        {
            Oids.Rsa or Oids.RsaPss => signer.Digest,
            Oids.RsaSha256 or Oids.EcdsaSha256 => HashAlgorithmName.SHA256,
            Oids.RsaSha384 or Oids.EcdsaSha384 => HashAlgorithmName.SHA384,
            Oids.RsaSha512 or Oids.EcdsaSha512 => HashAlgorithmName.SHA512,
            _ => throw Weak(),
        };
        if (named != signer.Digest)
        {
            throw RefusedException.Malformed();
        }

        var hash = CryptographicOperations.HashData(signer.Digest, signer.Signed.Encoded);
        return id.Oid switch
        {
            Oids.RsaPss => PssSignature.Verify(Rsa(), hash, signer),
            Oids.EcdsaSha256 or Oids.EcdsaSha384 or Oids.EcdsaSha512 =>
                Ecdsa().VerifyHash(hash, signer.Signature, DSASignatureFormat.Rfc3279DerSequence),
            _ => Rsa().VerifyHash(hash, signer.Signature, signer.Digest, RSASignaturePadding.Pkcs1),
        };
    }

    /// <summary>Checks a signature that is none. Its numbers are in the range of true ones: others are refused without the work.</summary>
    public void Imitate(byte[] digest)
    {
        _rsa?.VerifyHash(digest, Ones(_rsa.KeySize / 8), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _ecdsa?.VerifyHash(digest, Ones(_ecdsa.KeySize / 4));
    }

    private static byte[] Ones(int bytes)
    {
        var ones = new byte[bytes];
        Array.Fill(ones, (byte)1);
        return ones;
    }

    private RSA Rsa() => _rsa?.KeySize >= SmallestRsaKey ? _rsa : throw Weak();

    private ECDsa Ecdsa() => _ecdsa?.KeySize >= SmallestCurve ? _ecdsa : throw Weak();

    private static RefusedException Weak() => new(TunnelRefusal.WeakAlgorithm);
}
