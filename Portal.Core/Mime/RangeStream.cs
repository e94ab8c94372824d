namespace Portal.Core.Mime;

/// <summary>A part of a seekable stream, as a stream of its own.</summary>
internal sealed class RangeStream(Stream inner, long start, long length, bool leaveOpen) : Stream
{
    private long _position;

    public override bool CanRead => true;

    /// <summary>Over a stream that cannot seek, this one begins where that one stands.</summary>
    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!Place())
        {
            return 0;
        }

        var read = inner.Read(buffer[..Most(buffer.Length)]);
        _position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!Place())
        {
            return 0;
        }

        var read = await inner.ReadAsync(buffer[..Most(buffer.Length)], cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!leaveOpen)
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Most(int wanted) => (int)Math.Clamp(length - _position, 0, wanted);

    // Other readers may have moved the inner stream. False at the end.
    private bool Place()
    {
        if (_position >= length)
        {
            return false;
        }

        if (inner.Position != start + _position)
        {
            inner.Position = start + _position;
        }

        return true;
    }
}
