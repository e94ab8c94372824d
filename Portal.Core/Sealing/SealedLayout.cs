namespace Portal.Core.Sealing;

/// <summary>
/// Where things lie in a sealed stream (docs/sealed-format.md): <c>header (40) ‖ segment₀ ‖ … ‖ segmentₙ</c>. Segment i ends at
/// 65,536 · (i + 1) or at the end of the stream; segment₀ shares its 65,536 bytes with the header. All sizes are bytes.
/// </summary>
public static class SealedLayout
{
    /// <summary>The header: length byte, salt, nonce prefix.</summary>
    public const int HeaderSize = 1 + SaltSize + NoncePrefixSize;

    /// <summary>One segment's ciphertext, tag included; for segment₀, header included.</summary>
    public const int SegmentSize = 65_536;

    /// <summary>The tag at the end of each segment.</summary>
    public const int TagSize = 16;

    /// <summary>More segments than this are refused.</summary>
    public const long MaxSegments = 1L << 31;

    internal const int SaltSize = 32;
    internal const int NoncePrefixSize = 7;
    internal const int SegmentPlaintext = SegmentSize - TagSize;
    internal const int FirstSegmentPlaintext = SegmentPlaintext - HeaderSize;

    /// <summary>The smallest sealed stream: an empty message.</summary>
    public const int MinSealedLength = HeaderSize + TagSize;

    /// <summary>The longest plaintext that can be sealed.</summary>
    public const long MaxPlaintextLength = (MaxSegments * SegmentPlaintext) - HeaderSize;

    /// <summary>How long the stream of a plaintext of that length is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="MaxPlaintextLength"/>.</exception>
    public static long SealedLength(long plaintextLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(plaintextLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plaintextLength, MaxPlaintextLength);
        var segments = plaintextLength == 0 ? 1 : SegmentOf(plaintextLength - 1) + 1;
        return HeaderSize + plaintextLength + (segments * TagSize);
    }

    /// <summary>
    /// How long the plaintext of a stream of that length is. Arithmetic on an unchecked length: true once the last segment verified.
    /// </summary>
    /// <exception cref="SealingException">No stream has that length: Truncated, or Malformed if it is too long.</exception>
    public static long PlaintextLength(long sealedLength)
    {
        var last = SegmentsIn(sealedLength) - 1;
        var length = sealedLength - SealedStart(last);
        CheckSegment(last, length);
        return PlaintextStart(last) + length - TagSize;
    }

    /// <summary>How many segments a stream of that length has; the last may still be too short to be one.</summary>
    internal static long SegmentsIn(long sealedLength)
    {
        if (sealedLength < MinSealedLength)
        {
            throw new SealingException(SealingFailure.Truncated);
        }

        var segments = ((sealedLength - 1) / SegmentSize) + 1;
        return segments <= MaxSegments ? segments : throw new SealingException(SealingFailure.Malformed);
    }

    /// <summary>Refuses a segment too short to be one: only an empty message has a segment without plaintext.</summary>
    internal static void CheckSegment(long index, long length)
    {
        if (index >= MaxSegments)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        if (length < (index == 0 ? TagSize : TagSize + 1))
        {
            throw new SealingException(SealingFailure.Truncated);
        }
    }

    internal static long SegmentOf(long position) => (position + HeaderSize) / SegmentPlaintext;

    internal static long PlaintextStart(long segment) => segment == 0 ? 0 : (segment * SegmentPlaintext) - HeaderSize;

    internal static long SealedStart(long segment) => segment == 0 ? HeaderSize : segment * SegmentSize;

    internal static int PlaintextCapacity(long segment) => segment == 0 ? FirstSegmentPlaintext : SegmentPlaintext;

    internal static int SealedCapacity(long segment) => PlaintextCapacity(segment) + TagSize;
}
