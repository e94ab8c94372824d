using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>RSASSA-PSS (RFC 4056; parameters in RFC 4055 §3.1).</summary>
internal static class PssSignature
{
    private const int DefaultSaltBytes = 20;

    public static bool Verify(RSA key, byte[] hash, SignerInfo signer)
    {
        var saltBytes = ReadSaltBytes(signer);
        return saltBytes == hash.Length
            ? key.VerifyHash(hash, signer.Signature, signer.Digest, RSASignaturePadding.Pss)
            : PssEncoding.Verify(key, hash, signer.Signature, signer.Digest, saltBytes);
    }

    // All three hashes must be the one that signed; a mix is nobody's practice.
    private static int ReadSaltBytes(SignerInfo signer)
    {
        var parameters = signer.Algorithm.ReadParameters().ReadSequence();
        var saltBytes = DefaultSaltBytes;
        HashAlgorithmName hash = default;
        HashAlgorithmName mask = default;
        while (parameters.HasData)
        {
            var tag = parameters.PeekTag();
            var field = parameters.ReadSequence(tag);
            switch (tag.TagClass == TagClass.ContextSpecific ? tag.TagValue : -1)
            {
                case 0:
                    hash = Digests.Signed(AlgorithmId.Read(field));
                    break;
                case 1:
                    mask = Digests.MaskHash(AlgorithmId.Read(field));
                    break;
                case 2 when field.TryReadInt32(out saltBytes) && saltBytes is >= 0 and <= 512:
                    break;
                case 3 when field.TryReadInt32(out var trailer) && trailer == 1:
                    break;
                default:
                    throw RefusedException.Malformed();
            }
        }

        return hash == signer.Digest && mask == signer.Digest
            ? saltBytes
            : throw new RefusedException(TunnelRefusal.WeakAlgorithm);
    }
}
