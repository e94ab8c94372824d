using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>AES key wrap (RFC 3394 §2.2).</summary>
internal static class KeyWrap
{
    private const ulong InitialValue = 0xA6A6A6A6A6A6A6A6;
    private const int Half = 8;

    public static byte[] Wrap(byte[] wrappingKey, ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.Key = wrappingKey;
        var output = new byte[key.Length + Half];
        key.CopyTo(output.AsSpan(Half));
        Span<byte> block = stackalloc byte[2 * Half];
        BinaryPrimitives.WriteUInt64BigEndian(block, InitialValue);
        var count = key.Length / Half;
        for (var step = 1; step <= 6 * count; step++)
        {
            var part = output.AsSpan(Half * (((step - 1) % count) + 1), Half);
            part.CopyTo(block[Half..]);
            aes.EncryptEcb(block, block, PaddingMode.None);
            Mix(block, step);
            block[Half..].CopyTo(part);
        }

        block[..Half].CopyTo(output);
        return output;
    }

    /// <summary>The wrapped key; a CryptographicException where the check value does not fit.</summary>
    public static byte[] Unwrap(byte[] wrappingKey, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length is not (24 or 32 or 40))
        {
            throw new CryptographicException("A wrapped AES key has 24, 32 or 40 bytes.");
        }

        using var aes = Aes.Create();
        aes.Key = wrappingKey;
        var key = wrapped[Half..].ToArray();
        Span<byte> block = stackalloc byte[2 * Half];
        wrapped[..Half].CopyTo(block);
        var count = key.Length / Half;
        for (var step = 6 * count; step > 0; step--)
        {
            var part = key.AsSpan(Half * ((step - 1) % count), Half);
            Mix(block, step);
            part.CopyTo(block[Half..]);
            aes.DecryptEcb(block, block, PaddingMode.None);
            block[Half..].CopyTo(part);
        }

        if (BinaryPrimitives.ReadUInt64BigEndian(block) != InitialValue)
        {
            Fail();
        }

        return key;
    }

    /// <summary>What a wrapped key ends in that does not open.</summary>
    /// <exception cref="CryptographicException">Always.</exception>
    [DoesNotReturn]
    public static void Fail() => throw new CryptographicException("The wrapped key does not open.");

    private static void Mix(Span<byte> block, int step) =>
        BinaryPrimitives.WriteUInt64BigEndian(block, BinaryPrimitives.ReadUInt64BigEndian(block) ^ (ulong)step);
}
