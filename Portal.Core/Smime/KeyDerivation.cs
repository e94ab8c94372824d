using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>From the shared secret of ECDH to the key that wraps the content key: ANSI X9.63 (RFC 5753 §7.1.4, §7.2).</summary>
/// <param name="Hash">The hash of the derivation.</param>
/// <param name="KeyBytes">Bytes of the wrapping key.</param>
/// <param name="SharedInfo">ECC-CMS-SharedInfo in DER.</param>
internal sealed record KeyDerivation(HashAlgorithmName Hash, int KeyBytes, byte[] SharedInfo)
{
    /// <summary>Reads the key encryption algorithm: the derivation with the wrap as its parameter.</summary>
    public static KeyDerivation Read(AlgorithmId agreement, byte[]? ukm)
    {
        var hash = agreement.Oid switch
        {
            Oids.EcdhSha1 => HashAlgorithmName.SHA1, // inside a key derivation no collision helps anybody
            Oids.EcdhSha256 => HashAlgorithmName.SHA256,
            Oids.EcdhSha384 => HashAlgorithmName.SHA384,
            Oids.EcdhSha512 => HashAlgorithmName.SHA512,
            _ => throw new RefusedException(TunnelRefusal.WeakAlgorithm),
        };
        var keyBytes = AlgorithmId.Read(agreement.ReadParameters()).Oid switch
        {
            Oids.Aes128Wrap => 16,
            Oids.Aes192Wrap => 24,
            Oids.Aes256Wrap => 32,
            _ => throw new RefusedException(TunnelRefusal.WeakAlgorithm),
        };
        return new KeyDerivation(hash, keyBytes, EncodeSharedInfo(Der.Encode(agreement.Parameters), ukm, keyBytes));
    }

    public byte[] Derive(ReadOnlySpan<byte> secret)
    {
        using var hash = IncrementalHash.CreateHash(Hash);
        var output = new byte[KeyBytes];
        var block = new byte[Digests.Bytes(Hash)];
        var counter = new byte[4];
        for (var at = 0; at < output.Length; at += block.Length)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, (at / block.Length) + 1);
            hash.AppendData(secret);
            hash.AppendData(counter);
            hash.AppendData(SharedInfo);
            hash.GetHashAndReset(block);
            block.AsSpan(0, Math.Min(block.Length, output.Length - at)).CopyTo(output.AsSpan(at));
        }

        return output;
    }

    private static byte[] EncodeSharedInfo(byte[] wrap, byte[]? ukm, int keyBytes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(wrap);
            if (ukm is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
                {
                    writer.WriteOctetString(ukm);
                }
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2, isConstructed: true)))
            {
                writer.WriteOctetString([0, 0, (byte)(keyBytes * 8 >> 8), (byte)(keyBytes * 8)]);
            }
        }

        return writer.Encode();
    }
}
