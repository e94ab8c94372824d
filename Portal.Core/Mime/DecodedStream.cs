using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>A body decoded while it is read. Can seek where the encoded lines of base64 are all alike.</summary>
internal sealed class DecodedStream(RangeStream encoded, IBodyDecoder decoder, long length, int lineLength) : Stream
{
    private const int PieceSize = 32 * 1024;

    private byte[] _piece = ArrayPool<byte>.Shared.Rent(PieceSize);
    private byte[] _decoded = ArrayPool<byte>.Shared.Rent(PieceSize + 2048);
    private int _from;
    private int _to;
    private int _skip; // bytes of the first group after a jump
    private bool _ended;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => lineLength > 0;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => length };
        if (target == _position)
        {
            return target;
        }

        if (!CanSeek)
        {
            throw new NotSupportedException("This part can only be read from its beginning to its end.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        Jump(target);
        return target;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_from == _to && !_ended)
        {
            Take(encoded.Read(_piece.AsSpan(0, PieceSize)));
        }

        return Give(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_from == _to && !_ended)
        {
            Take(await encoded.ReadAsync(_piece.AsMemory(0, PieceSize), cancellationToken).ConfigureAwait(false));
        }

        return Give(buffer.Span);
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await encoded.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _piece.Length > 0)
        {
            encoded.Dispose();
            ArrayPool<byte>.Shared.Return(_piece, clearArray: true);
            ArrayPool<byte>.Shared.Return(_decoded, clearArray: true);
            (_piece, _decoded, _from, _to, _ended) = ([], [], 0, 0, true);
        }

        base.Dispose(disposing);
    }

    private void Take(int read)
    {
        _ended = read == 0;
        _from = 0;
        _to = decoder.Decode(_piece.AsSpan(0, read), _decoded, final: _ended);
        if (_skip > 0)
        {
            var skipped = Math.Min(_skip, _to);
            _from = skipped;
            _skip -= skipped;
        }
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _to - _from);
        _decoded.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        _position += count;
        return count;
    }

    // Each line holds width/4 groups of three bytes; the group with the target is found by arithmetic.
    private void Jump(long target)
    {
        var width = lineLength & ~3;
        var character = target / 3 * 4;
        encoded.Position = Math.Min(encoded.Length, (character / width * lineLength) + (character % width));
        decoder.Reset();
        (_from, _to, _ended) = (0, 0, target >= length);
        _skip = (int)(target % 3);
        _position = target;
    }
}
