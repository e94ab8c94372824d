namespace Portal.Core.Sealing;

/// <summary>Seals and opens whole short streams in memory: the same format as <see cref="SealingStream"/>, without its buffers.</summary>
public static class SealedBytes
{
    /// <summary>Seals a plaintext of any length that fits in memory.</summary>
    /// <returns>The sealed stream, <see cref="SealedLayout.SealedLength"/> bytes.</returns>
    public static byte[] Seal(ReadOnlySpan<byte> plaintext, MessageKey key, SealingContext context)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> header = stackalloc byte[SealedLayout.HeaderSize];
        SegmentCipher.CreateHeader(header);
        return Seal(plaintext, key, context, header);
    }

    /// <summary>Opens a sealed stream that is wholly in memory.</summary>
    /// <exception cref="SealingException">The stream is refused; nothing of it is returned.</exception>
    public static byte[] Open(ReadOnlySpan<byte> sealedBytes, MessageKey key, SealingContext context)
    {
        ArgumentNullException.ThrowIfNull(key);
        var last = SealedLayout.SegmentsIn(sealedBytes.Length) - 1;
        var lastLength = sealedBytes.Length - SealedLayout.SealedStart(last);
        var plaintext = new byte[SealedLayout.PlaintextStart(last) + Math.Max(0, lastLength - SealedLayout.TagSize)];
        using var cipher = SegmentCipher.Derive(sealedBytes, key.Bytes, context);
        var rest = sealedBytes[SealedLayout.HeaderSize..];
        var written = 0;
        for (long index = 0; index <= last; index++)
        {
            var size = Math.Min(rest.Length, SealedLayout.SealedCapacity(index));
            SealedLayout.CheckSegment(index, size);
            written += cipher.Open(index, index == last, rest[..size], plaintext.AsSpan(written));
            rest = rest[size..];
        }

        return plaintext;
    }

    // With a given header: for vectors. A header is used once; whoever calls this with the same one twice gives the key away.
    internal static byte[] Seal(ReadOnlySpan<byte> plaintext, MessageKey key, SealingContext context, ReadOnlySpan<byte> header)
    {
        var result = new byte[SealedLayout.SealedLength(plaintext.Length)];
        header.CopyTo(result);
        using var cipher = SegmentCipher.Derive(header, key.Bytes, context);
        var rest = result.AsSpan(SealedLayout.HeaderSize);
        var last = false;
        for (long index = 0; !last; index++)
        {
            var size = Math.Min(plaintext.Length, SealedLayout.PlaintextCapacity(index));
            last = size == plaintext.Length;
            rest = rest[cipher.Seal(index, last, plaintext[..size], rest)..];
            plaintext = plaintext[size..];
        }

        return result;
    }
}
