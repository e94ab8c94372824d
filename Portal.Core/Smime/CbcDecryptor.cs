using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>AES-CBC with the padding of RFC 5652 §6.3.</summary>
internal sealed class CbcDecryptor : ContentCipher
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _chain;

    public CbcDecryptor(byte[] key, byte[] iv)
    {
        _aes.Key = key;
        _chain = iv.AsSpan().ToArray();
    }

    protected override void Blocks(ReadOnlySpan<byte> input, Span<byte> output)
    {
        _aes.DecryptCbc(input, _chain, output, PaddingMode.None);
        input[^BlockBytes..].CopyTo(_chain);
    }

    protected override bool Last(ReadOnlySpan<byte> input, Span<byte> output, AuthEnvelopedTrailer? trailer, out int written)
    {
        written = 0;
        if (input.Length != BlockBytes)
        {
            return false;
        }

        Blocks(input, output);
        var good = Unpad(output[..BlockBytes], out var count);
        written = count;
        return good;
    }

    // Looks at all sixteen bytes whatever they are, and decides once (threats C3).
    private static bool Unpad(ReadOnlySpan<byte> block, out int count)
    {
        int padding = block[BlockBytes - 1];
        var bad = ((padding - 1) >> 31) | ((BlockBytes - padding) >> 31); // 0 and above 16
        for (var i = 0; i < BlockBytes; i++)
        {
            var inside = (BlockBytes - 1 - i - padding) >> 31; // all ones where the byte belongs to the padding
            bad |= inside & (block[i] ^ padding);
        }

        count = (BlockBytes - padding) & 15 & ~((bad | -bad) >> 31);
        return bad == 0;
    }

    protected override void Dispose(bool disposing) => _aes.Dispose();
}
