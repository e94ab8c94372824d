using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>AES-CBC with the padding of RFC 5652 §6.3.</summary>
internal sealed class CbcEncryptor : ContentCipher
{
    private readonly Aes _aes = Aes.Create();
    private readonly byte[] _chain;

    public CbcEncryptor(byte[] key, byte[] iv)
    {
        _aes.Key = key;
        _chain = iv.AsSpan().ToArray();
    }

    protected override void Blocks(ReadOnlySpan<byte> input, Span<byte> output)
    {
        _aes.EncryptCbc(input, _chain, output, PaddingMode.None);
        output[(input.Length - BlockBytes)..input.Length].CopyTo(_chain);
    }

    protected override bool Last(ReadOnlySpan<byte> input, Span<byte> output, AuthEnvelopedTrailer? trailer, out int written)
    {
        var padding = BlockBytes - (input.Length % BlockBytes);
        Span<byte> padded = stackalloc byte[2 * BlockBytes];
        input.CopyTo(padded);
        padded.Slice(input.Length, padding).Fill((byte)padding);
        written = input.Length + padding;
        Blocks(padded[..written], output);
        return true;
    }

    protected override void Dispose(bool disposing) => _aes.Dispose();
}
