using Microsoft.Win32.SafeHandles;

namespace Portal.Ingest.Intake;

/// <summary>A spooled body as a stream: first what lies in the file, then what stayed in the buffer. Read it in large pieces.</summary>
internal sealed class SpoolBody(SafeFileHandle? file, long onDisk, ReadOnlyMemory<byte> tail) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => onDisk + tail.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Math.Max(0, Length - _position));
        if (count == 0)
        {
            return 0;
        }

        if (_position < onDisk)
        {
            count = (int)Math.Min(count, onDisk - _position);
            count = RandomAccess.Read(file!, buffer[..count], _position);
            if (count == 0)
            {
                throw new EndOfStreamException("The spool file is shorter than what was written to it.");
            }
        }
        else
        {
            tail.Span.Slice((int)(_position - onDisk), count).CopyTo(buffer);
        }

        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
