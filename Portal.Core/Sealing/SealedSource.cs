using System.Buffers;
using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// Takes one segment after the other out of a sealed source. It always asks for one byte more than the segment has: that byte decides
/// whether the segment is the last, and is carried over to the next.
/// </summary>
internal sealed class SealedSource : IDisposable
{
    private readonly Stream _source;
    private readonly SealingContext _context;
    private readonly long _origin;
    private readonly byte[] _key;
    private readonly byte[] _header = new byte[SealedLayout.HeaderSize];
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(SealedLayout.SegmentSize + 1);
    private long _length = -1;
    private bool _headerRead;
    private SegmentCipher? _cipher;

    // Where in the sealed stream the buffer's first byte lies; negative while a read is under way or was interrupted.
    private long _at;
    private int _carried;

    public SealedSource(Stream source, ReadOnlySpan<byte> key, SealingContext context)
    {
        _source = source;
        _context = context;
        _key = key.ToArray();
        _origin = source.CanSeek ? source.Position : 0;
    }

    /// <summary>The sealed stream's length; only of a source that can seek.</summary>
    public long SealedLength => _length >= 0 ? _length : _length = Math.Max(0, _source.Length - _origin);

    /// <summary>The segment that was taken in last.</summary>
    public long Segment { get; private set; }

    /// <summary>Whether nothing follows that segment.</summary>
    public bool IsLast { get; private set; }

    /// <summary>That segment's length, tag included.</summary>
    public int SegmentLength { get; private set; }

    /// <summary>Says where the source's next bytes go, which the caller then reads: the header at first, else the segment.</summary>
    public Memory<byte> Aim(long segment)
    {
        if (!_headerRead)
        {
            MoveTo(0);
            return _header;
        }

        MoveTo(SealedLayout.SealedStart(segment));
        Segment = segment;
        return _buffer.AsMemory(_carried, SealedLayout.SealedCapacity(segment) + 1 - _carried);
    }

    /// <summary>Takes note of what was read. Fewer bytes than there was room for mean that the source has ended.</summary>
    /// <returns>Whether a segment is ready to be opened (else it was the header).</returns>
    public bool Accept(int count)
    {
        if (!_headerRead)
        {
            if (count < SealedLayout.HeaderSize)
            {
                throw new SealingException(SealingFailure.Truncated);
            }

            _headerRead = true;
            _at = SealedLayout.HeaderSize;
            return false;
        }

        var capacity = SealedLayout.SealedCapacity(Segment);
        count += _carried;
        IsLast = count <= capacity;
        SegmentLength = Math.Min(count, capacity);
        SealedLayout.CheckSegment(Segment, SegmentLength);
        return true;
    }

    /// <summary>Opens the segment that is ready.</summary>
    /// <returns>The bytes written.</returns>
    public int Open(Span<byte> destination)
    {
        _cipher ??= DeriveCipher();
        var written = _cipher.Open(Segment, IsLast, _buffer.AsSpan(0, SegmentLength), destination);
        _at = SealedLayout.SealedStart(Segment) + SegmentLength;
        _carried = IsLast ? 0 : 1;
        _buffer[0] = _buffer[SegmentLength];
        return written;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _cipher?.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private SegmentCipher DeriveCipher()
    {
        var cipher = SegmentCipher.Derive(_header, _key, _context);
        CryptographicOperations.ZeroMemory(_key);
        return cipher;
    }

    private void MoveTo(long offset)
    {
        if (_at != offset)
        {
            if (!_source.CanSeek)
            {
                throw new InvalidOperationException("An earlier read was interrupted and the source cannot go back.");
            }

            _source.Position = _origin + offset;
            _carried = 0;
        }

        _at = -1;
    }
}
