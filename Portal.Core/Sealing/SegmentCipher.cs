using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>The cipher of one stream: AES-256-GCM under the stream's key, one nonce a segment, no associated data.</summary>
internal sealed class SegmentCipher : IDisposable
{
    private const int NonceSize = SealedLayout.NoncePrefixSize + sizeof(uint) + 1;

    private readonly AesGcm _aes;
    private readonly ulong _prefix;
    private bool _proven;

    private SegmentCipher(AesGcm aes, ReadOnlySpan<byte> header)
    {
        _aes = aes;
        // The seven bytes of the prefix, read together with the salt byte before them, which the nonce's writer shifts out.
        _prefix = BinaryPrimitives.ReadUInt64BigEndian(header[^8..]) << 8;
    }

    /// <summary>Writes a fresh random header.</summary>
    public static void CreateHeader(Span<byte> header)
    {
        header[0] = SealedLayout.HeaderSize;
        RandomNumberGenerator.Fill(header[1..SealedLayout.HeaderSize]);
    }

    /// <summary>The cipher that a header of 40 bytes stands for.</summary>
    /// <exception cref="SealingException">Malformed: the header does not begin with its length.</exception>
    public static SegmentCipher Derive(ReadOnlySpan<byte> header, ReadOnlySpan<byte> messageKey, SealingContext context)
    {
        header = header[..SealedLayout.HeaderSize];
        if (header[0] != SealedLayout.HeaderSize)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        Span<byte> info = stackalloc byte[InfoBytes.MaxSize];
        info = info[..context.WriteInfo(info)];
        Span<byte> streamKey = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, messageKey, streamKey, header.Slice(1, SealedLayout.SaltSize), info);
        try
        {
            return new SegmentCipher(new AesGcm(streamKey, SealedLayout.TagSize), header);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(streamKey);
        }
    }

    /// <summary>Writes <c>ciphertext ‖ tag</c> of one segment.</summary>
    /// <returns>The bytes written: the plaintext's length and 16.</returns>
    public int Seal(long index, bool last, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, index, last);
        _aes.Encrypt(nonce, plaintext, destination[..plaintext.Length], destination.Slice(plaintext.Length, SealedLayout.TagSize));
        return plaintext.Length + SealedLayout.TagSize;
    }

    /// <summary>
    /// Opens <c>ciphertext ‖ tag</c> of one segment that follows the rules of length. When the tag does not verify, nothing of the
    /// plaintext is left in the destination.
    /// </summary>
    /// <returns>The bytes written: the segment's length less 16.</returns>
    /// <exception cref="SealingException">The segment does not verify.</exception>
    public int Open(long index, bool last, ReadOnlySpan<byte> segment, Span<byte> destination)
    {
        var plaintext = destination[..(segment.Length - SealedLayout.TagSize)];
        if (Verifies(index, last, segment, plaintext))
        {
            _proven = true;
            return plaintext.Length;
        }

        throw new SealingException(Diagnose(index, last, segment, plaintext));
    }

    // Only a full segment may be either the last or not: one that verifies as the other says what is wrong with the stream.
    private SealingFailure Diagnose(long index, bool last, ReadOnlySpan<byte> segment, Span<byte> plaintext)
    {
        if (segment.Length == SealedLayout.SealedCapacity(index) && Verifies(index, !last, segment, plaintext))
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return last ? SealingFailure.Truncated : SealingFailure.Forged;
        }

        return _proven ? SealingFailure.Forged : SealingFailure.WrongKey;
    }

    private bool Verifies(long index, bool last, ReadOnlySpan<byte> segment, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(nonce, index, last);
        try
        {
            _aes.Decrypt(nonce, segment[..plaintext.Length], segment[plaintext.Length..], plaintext);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(plaintext);
            return false;
        }
    }

    public void Dispose() => _aes.Dispose();

    // prefix (7) ‖ uint32be(index) ‖ last (1)
    private void WriteNonce(Span<byte> nonce, long index, bool last)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, _prefix);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[SealedLayout.NoncePrefixSize..], checked((uint)index));
        nonce[^1] = last ? (byte)1 : (byte)0;
    }
}
