namespace Portal.Core.Tests.Smime;

/// <summary>A MIME entity of any size that is nowhere held: a header and lines of text.</summary>
internal sealed class Lines(long size) : Stream
{
    private static readonly byte[] Text = "Content-Type: text/plain\r\n\r\nthe quick brown fox jumps over the lazy dog\r\n"u8.ToArray();
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, size - _at);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = Text[(int)((_at + i) % Text.Length)];
        }

        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
