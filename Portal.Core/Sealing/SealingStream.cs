using System.Buffers;

namespace Portal.Core.Sealing;

/// <summary>
/// Seals what is written to it and passes the sealed stream on, segment by segment, in constant memory. Write-only; one writer at a time.
/// Only <see cref="CompleteAsync"/> writes the last segment: disposing without it leaves a stream that every reader refuses.
/// </summary>
public sealed class SealingStream : Stream
{
    private readonly Stream _destination;
    private readonly bool _leaveOpen;
    private readonly SegmentCipher _cipher;
    private readonly byte[] _plaintext = ArrayPool<byte>.Shared.Rent(SealedLayout.SegmentPlaintext);
    private readonly byte[] _sealed = ArrayPool<byte>.Shared.Rent(SealedLayout.SegmentSize);
    private int _pending;
    private long _segment;
    private State _state = State.Writing;

    /// <summary>Begins a stream. The key may be disposed once this has returned.</summary>
    /// <param name="destination">Takes the sealed bytes, beginning with the header, at its current position.</param>
    /// <param name="key">The message's key.</param>
    /// <param name="context">What the stream is; needed again to open it.</param>
    /// <param name="leaveOpen">Whether the destination outlives this stream.</param>
    public SealingStream(Stream destination, MessageKey key, SealingContext context, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(key);
        _destination = destination;
        _leaveOpen = leaveOpen;
        SegmentCipher.CreateHeader(_sealed);
        _cipher = SegmentCipher.Derive(_sealed, key.Bytes, context);
    }

    // Broken: a write to the destination failed. Nothing more goes out, so no nonce is ever used for two plaintexts.
    private enum State
    {
        Writing,
        Broken,
        Complete,
        Disposed,
    }

    /// <summary>How many bytes of plaintext were written so far.</summary>
    public long PlaintextLength { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => _state == State.Writing;

    /// <summary>Not supported; see <see cref="PlaintextLength"/>.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported; see <see cref="PlaintextLength"/>.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Begin(buffer.Length);
        while (TrySealNext(ref buffer, out var length))
        {
            _destination.Write(_sealed, 0, length);
        }

        Keep(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Begin(buffer.Length);
        while (TrySealNext(ref buffer, out var length))
        {
            await _destination.WriteAsync(_sealed.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }

        Keep(buffer.Span);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes the last segment and flushes the destination. After it nothing more can be written.</summary>
    /// <exception cref="InvalidOperationException">Already complete, or an earlier write failed.</exception>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        Begin(0);
        var length = SealSegment(_plaintext.AsSpan(0, _pending), last: true);
        await _destination.WriteAsync(_sealed.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        await _destination.FlushAsync(cancellationToken).ConfigureAwait(false);
        _state = State.Complete;
    }

    /// <summary>Flushes the destination. Plaintext that does not fill a segment stays here until more comes or the stream is completed.</summary>
    public override void Flush() => _destination.Flush();

    /// <inheritdoc cref="Flush"/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _destination.FlushAsync(cancellationToken);

    /// <summary>Not supported.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!_leaveOpen && _state != State.Disposed)
        {
            await _destination.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _state != State.Disposed)
        {
            _state = State.Disposed;
            _cipher.Dispose();
            ArrayPool<byte>.Shared.Return(_plaintext, clearArray: true);
            ArrayPool<byte>.Shared.Return(_sealed);
            if (!_leaveOpen)
            {
                _destination.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Begin(int more)
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_state != State.Writing)
        {
            throw new InvalidOperationException("The sealed stream is complete, or a write to its destination failed.");
        }

        if (PlaintextLength > SealedLayout.MaxPlaintextLength - more)
        {
            throw new InvalidOperationException("The sealed stream has no room for more.");
        }

        // Until Keep, whatever interrupts the way to the destination leaves the stream broken.
        _state = State.Broken;
        PlaintextLength += more;
    }

    private bool TrySealNext(ref ReadOnlyMemory<byte> rest, out int length)
    {
        var span = rest.Span;
        var sealedOne = TrySealNext(ref span, out length);
        rest = rest[^span.Length..];
        return sealedOne;
    }

    // A segment goes out only when at least one byte follows it: until then it may be the last.
    private bool TrySealNext(ref ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        var room = SealedLayout.PlaintextCapacity(_segment) - _pending;
        if (rest.Length <= room)
        {
            return false;
        }

        var filling = rest[..room];
        rest = rest[room..];
        if (_pending == 0)
        {
            length = SealSegment(filling, last: false);
            return true;
        }

        filling.CopyTo(_plaintext.AsSpan(_pending));
        length = SealSegment(_plaintext.AsSpan(0, _pending + room), last: false);
        _pending = 0;
        return true;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        rest.CopyTo(_plaintext.AsSpan(_pending));
        _pending += rest.Length;
        _state = State.Writing;
    }

    // The header lies before segment 0 in the same buffer, and goes out with it.
    private int SealSegment(ReadOnlySpan<byte> plaintext, bool last)
    {
        var start = _segment == 0 ? SealedLayout.HeaderSize : 0;
        var length = _cipher.Seal(_segment, last, plaintext, _sealed.AsSpan(start));
        _segment++;
        return start + length;
    }
}
