using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>EMSA-PSS-VERIFY (RFC 8017 §8.1.2, §9.1.2) for salts of any length. The platform checks only those as long as the
/// hash, but OpenSSL signs with the longest that fits unless told otherwise. Everything here is public, so managed arithmetic
/// gives nothing away; where the salt has the usual length the platform does it.</summary>
internal static class PssEncoding
{
    public static bool Verify(RSA key, byte[] hash, byte[] signature, HashAlgorithmName name, int saltBytes)
    {
        var bits = key.KeySize - 1;
        var length = (bits + 7) / 8;
        var maskedBytes = length - hash.Length - 1;
        if (maskedBytes < saltBytes + 1 || Open(key, signature, length) is not { } encoded || encoded[^1] != 0xBC)
        {
            return false;
        }

        var top = (byte)(0xFF >> ((8 * length) - bits));
        var seed = encoded.AsSpan(maskedBytes, hash.Length);
        var block = encoded.AsSpan(0, maskedBytes);
        if ((block[0] & ~top) != 0)
        {
            return false;
        }

        Unmask(block, seed, name);
        block[0] &= top;
        var zeros = maskedBytes - saltBytes - 1;
        return block[..zeros].IndexOfAnyExcept((byte)0) < 0
            && block[zeros] == 1
            && Digest(name, [.. new byte[8], .. hash, .. block[(zeros + 1)..]]).AsSpan().SequenceEqual(seed);
    }

    private static byte[]? Open(RSA key, byte[] signature, int length)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var modulus = new BigInteger(parameters.Modulus, isUnsigned: true, isBigEndian: true);
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != parameters.Modulus!.Length || value >= modulus)
        {
            return null;
        }

        var exponent = new BigInteger(parameters.Exponent, isUnsigned: true, isBigEndian: true);
        var opened = BigInteger.ModPow(value, exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (opened.Length > length)
        {
            return null;
        }

        var encoded = new byte[length];
        opened.CopyTo(encoded, length - opened.Length);
        return encoded;
    }

    // MGF1 (RFC 8017 B.2.1).
    private static void Unmask(Span<byte> block, ReadOnlySpan<byte> seed, HashAlgorithmName name)
    {
        var input = new byte[seed.Length + 4];
        seed.CopyTo(input);
        for (var (at, counter) = (0, 0); at < block.Length; counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            foreach (var value in Digest(name, input).AsSpan(0, Math.Min(seed.Length, block.Length - at)))
            {
                block[at++] ^= value;
            }
        }
    }

    private static byte[] Digest(HashAlgorithmName name, byte[] input) => CryptographicOperations.HashData(name, input);
}
