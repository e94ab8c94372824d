using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>AES-GCM (NIST SP 800-38D §7) over a stream, which the platform's AesGcm cannot do: the counter blocks go through the
/// native AES in bulk, <see cref="Ghash"/> sees the ciphertext.</summary>
internal sealed class GcmCipher : ContentCipher
{
    private const int Bulk = 8 * 1024;
    private const long LongestContent = (1L << 36) - 32; // SP 800-38D §5.2.1.1
    private readonly bool _encrypt;
    private readonly ICryptoTransform _ecb;
    private readonly Ghash _ghash;
    private readonly byte[] _counters = new byte[Bulk];
    private readonly byte[] _stream = new byte[Bulk];
    private readonly byte[] _tagMask = new byte[BlockBytes];
    private uint _counter = 1;
    private long _length;

    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="encrypt">The direction.</param>
    /// <param name="ghash">Makes the hash from its key, for tests; else the fastest there is.</param>
    public GcmCipher(byte[] key, byte[] nonce, bool encrypt, Func<byte[], Ghash>? ghash = null)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB; // only ever over counters, each of them once
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        _ecb = aes.CreateEncryptor();
        _encrypt = encrypt;
        for (var at = 0; at < Bulk; at += BlockBytes)
        {
            nonce.CopyTo(_counters, at);
        }

        var hashKey = _ecb.TransformFinalBlock(new byte[BlockBytes], 0, BlockBytes);
        _ghash = ghash?.Invoke(hashKey) ?? Ghash.Create(hashKey);
        KeyStream(BlockBytes);
        _stream.AsSpan(0, BlockBytes).CopyTo(_tagMask);
    }

    /// <summary>The tag over all that came; once, after the end.</summary>
    public byte[] Tag(ReadOnlySpan<byte> associated)
    {
        Span<byte> lengths = stackalloc byte[BlockBytes];
        if (!associated.IsEmpty)
        {
            _ghash.Prepend(associated, (_length + BlockBytes - 1) / BlockBytes);
        }

        BinaryPrimitives.WriteInt64BigEndian(lengths, associated.Length * 8L);
        BinaryPrimitives.WriteInt64BigEndian(lengths[8..], _length * 8);
        _ghash.Blocks(lengths);
        var tag = new byte[BlockBytes];
        _ghash.Finish(tag);
        Xor(tag, _tagMask, tag);
        return tag;
    }

    protected override void Blocks(ReadOnlySpan<byte> input, Span<byte> output)
    {
        for (; !input.IsEmpty; input = input[Math.Min(Bulk, input.Length)..], output = output[Math.Min(Bulk, output.Length)..])
        {
            Transform(input[..Math.Min(Bulk, input.Length)], output);
        }
    }

    protected override bool Last(ReadOnlySpan<byte> input, Span<byte> output, AuthEnvelopedTrailer? trailer, out int written)
    {
        Transform(input, output);
        written = input.Length;
        return trailer is not null
            && CryptographicOperations.FixedTimeEquals(Tag(trailer.AuthenticatedAttributes).AsSpan(0, trailer.Tag.Length), trailer.Tag);
    }

    protected override void Dispose(bool disposing)
    {
        _ecb.Dispose();
        CryptographicOperations.ZeroMemory(_stream);
        CryptographicOperations.ZeroMemory(_tagMask);
    }

    private void Transform(ReadOnlySpan<byte> input, Span<byte> output)
    {
        _length += input.Length;
        if (_length > LongestContent)
        {
            throw RefusedException.Malformed();
        }

        if (!_encrypt)
        {
            _ghash.Padded(input);
        }

        KeyStream((input.Length + BlockBytes - 1) & ~(BlockBytes - 1));
        Xor(input, _stream, output);
        if (_encrypt)
        {
            _ghash.Padded(output[..input.Length]);
        }
    }

    private void KeyStream(int bytes)
    {
        var words = MemoryMarshal.Cast<byte, uint>(_counters.AsSpan(0, bytes));
        for (var last = 3; last < words.Length; last += 4)
        {
            words[last] = BinaryPrimitives.ReverseEndianness(_counter++);
        }

        if (bytes > 0)
        {
            _ecb.TransformBlock(_counters, 0, bytes, _stream, 0);
        }
    }

    private static void Xor(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> result)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(a);
        var masks = MemoryMarshal.Cast<byte, Vector<byte>>(b)[..vectors.Length];
        var results = MemoryMarshal.Cast<byte, Vector<byte>>(result)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            results[i] = vectors[i] ^ masks[i];
        }

        for (var at = vectors.Length * Vector<byte>.Count; at < a.Length; at++)
        {
            result[at] = (byte)(a[at] ^ b[at]);
        }
    }
}
