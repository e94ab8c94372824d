namespace Portal.Core.Messages;

/// <summary>What follows a position of a seekable stream, as a stream of its own that begins at 0.</summary>
internal sealed class StreamSlice : Stream
{
    private readonly Stream _source;
    private readonly long _start;

    public StreamSlice(Stream source, long start)
    {
        _source = source;
        _start = start;
        _source.Position = start;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _source.Length - _start;

    public override long Position
    {
        get => _source.Position - _start;
        set => _source.Position = value < 0 ? throw new ArgumentOutOfRangeException(nameof(value)) : _start + value;
    }

    public override int Read(byte[] buffer, int offset, int count) => _source.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => _source.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _source.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _source.ReadAsync(buffer, offset, count, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }
}
