using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Core.Tests.Sealing;

/// <summary>Bytes and numbers that look random and are the same in every run.</summary>
internal static class TestBytes
{
    public static byte[] Of(int length, int seed = 0)
    {
        var bytes = new byte[length];
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData([(byte)seed]);
        aes.EncryptCbc(new byte[length], new byte[16], PaddingMode.PKCS7).AsSpan(0, length).CopyTo(bytes);
        return bytes;
    }

    public static IEnumerable<int> Numbers(int below, int seed = 0)
    {
        for (var counter = 0; ; counter++)
        {
            var hash = SHA256.HashData(BitConverter.GetBytes(((long)seed << 32) + counter));
            yield return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)below);
        }
    }
}
