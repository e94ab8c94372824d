using System.Buffers;

namespace Portal.Core.Sealing;

/// <summary>
/// Opens a sealed stream, segment by segment, in constant memory. Read-only; one reader at a time. No byte of a segment is handed out before
/// its tag has verified, and no read into a buffer that has room returns 0 before the last segment has: who reads to the end has read
/// all that was sealed. Seekable when the source is. After a refusal every further read is refused.
/// </summary>
public sealed class OpeningStream : Stream
{
    private readonly Stream _source;
    private readonly bool _leaveOpen;
    private readonly SealedSource _segments;

    // The opened segment that is being read, and where in the plaintext it begins; empty when the last one went straight to the caller.
    private byte[] _opened = [];
    private long _start;
    private int _length;

    // The plaintext's length, once the last segment has verified.
    private long _end = -1;
    private long _position;
    private SealingFailure? _refused;
    private bool _disposed;

    /// <summary>Begins reading; nothing is read from the source yet. The key may be disposed once this has returned.</summary>
    /// <param name="source">Gives the sealed bytes from its current position to its end.</param>
    /// <param name="key">The message's key.</param>
    /// <param name="context">What the stream is supposed to be.</param>
    /// <param name="leaveOpen">Whether the source outlives this stream.</param>
    public OpeningStream(Stream source, MessageKey key, SealingContext context, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(key);
        _source = source;
        _leaveOpen = leaveOpen;
        _segments = new SealedSource(source, key.Bytes, context);
    }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => !_disposed && _source.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>The plaintext's length in bytes, by arithmetic from the source's length: proved once a read has reached the end.</summary>
    /// <exception cref="SealingException">No sealed stream has the source's length.</exception>
    /// <exception cref="NotSupportedException">The source cannot seek.</exception>
    public override long Length => SealedLayout.PlaintextLength(_segments.SealedLength);

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <inheritdoc/>
    /// <exception cref="SealingException">The stream is refused; the buffer holds nothing of the segment that did not verify.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (TryServe(buffer, out var served))
        {
            return served;
        }

        Memory<byte> room;
        do
        {
            room = Aim();
        }
        while (!Accept(_source.ReadAtLeast(room.Span, room.Length, throwOnEndOfStream: false)));

        return Open(buffer);
    }

    /// <inheritdoc/>
    /// <exception cref="SealingException">The stream is refused; the buffer holds nothing of the segment that did not verify.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (TryServe(buffer.Span, out var served))
        {
            return served;
        }

        int count;
        do
        {
            var room = Aim();
            count = await _source.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        while (!Accept(count));

        return Open(buffer.Span);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        if (!CanSeek)
        {
            throw new NotSupportedException();
        }

        var target = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        return _position = target;
    }

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Does nothing.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_leaveOpen && !_disposed)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _segments.Dispose();
            if (_opened.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_opened, clearArray: true);
            }

            if (!_leaveOpen)
            {
                _source.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private bool TryServe(Span<byte> buffer, out int served)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_refused is { } failure)
        {
            throw new SealingException(failure);
        }

        served = 0;
        var offset = _position - _start;
        if (offset >= 0 && offset < _length)
        {
            served = Math.Min(buffer.Length, _length - (int)offset);
            _opened.AsSpan((int)offset, served).CopyTo(buffer);
            _position += served;
            return true;
        }

        return buffer.IsEmpty || (_end >= 0 && _position >= _end);
    }

    // A position behind the end aims at the last segment: the end is a claim of the source's length until that one has verified.
    private Memory<byte> Aim() => Refusing(() =>
    {
        var segment = SealedLayout.SegmentOf(_position);
        return _segments.Aim(_source.CanSeek ? Math.Min(segment, SealedLayout.SegmentsIn(_segments.SealedLength) - 1) : segment);
    });

    private bool Accept(int count) => Refusing(() => _segments.Accept(count));

    // Straight into the caller's buffer when the whole segment is wanted and fits: AesGcm leaves zeros there when the tag is wrong.
    private int Open(Span<byte> buffer)
    {
        var start = SealedLayout.PlaintextStart(_segments.Segment);
        var length = _segments.SegmentLength - SealedLayout.TagSize;
        var direct = _position == start && buffer.Length >= length;
        try
        {
            _length = 0;
            if (!direct && _opened.Length == 0)
            {
                _opened = ArrayPool<byte>.Shared.Rent(SealedLayout.SegmentPlaintext);
            }

            _segments.Open(direct ? buffer : _opened);
        }
        catch (SealingException refusal)
        {
            _refused = refusal.Failure;
            throw;
        }

        if (_segments.IsLast)
        {
            _end = start + length;
        }

        if (direct)
        {
            _position += length;
            return length;
        }

        (_start, _length) = (start, length);
        TryServe(buffer, out var served);
        return served;
    }

    private T Refusing<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SealingException refusal)
        {
            _refused = refusal.Failure;
            throw;
        }
    }
}
