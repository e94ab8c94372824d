using System.Buffers;

namespace Portal.Ingest.Intake;

/// <summary>The body of one mail at a time: its last part in a buffer, what came before in an anonymous file.</summary>
/// <remarks>A body of up to <see cref="BufferBytes"/> never touches the disk. Belongs to one connection, not thread-safe.</remarks>
internal sealed class SpoolFile(Func<FileStream> open) : IDisposable
{
    /// <summary>How much is written at once.</summary>
    public const int BufferBytes = 128 * 1024;

    private byte[]? _buffer;
    private int _buffered;
    private long _onDisk;
    private FileStream? _file;

    public long Length => _onDisk + _buffered;

    /// <summary>Appends bytes.</summary>
    /// <exception cref="IOException">The disk is full or failing; nothing but <see cref="Clear"/> may follow.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        while (!bytes.IsEmpty)
        {
            if (_buffered == BufferBytes)
            {
                Flush();
            }

            var taken = Math.Min(bytes.Length, BufferBytes - _buffered);
            bytes[..taken].CopyTo(_buffer.AsSpan(_buffered));
            _buffered += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>What was written, from its beginning; good until <see cref="Clear"/>. May be called again and again.</summary>
    public Stream OpenRead() => new SpoolBody(_file?.SafeFileHandle, _onDisk, (_buffer ?? []).AsMemory(0, _buffered));

    /// <summary>Forgets the mail and gives its space back.</summary>
    public void Clear()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        if (_onDisk > 0)
        {
            Truncate();
        }

        _buffered = 0;
        _onDisk = 0;
    }

    public void Dispose()
    {
        Clear();
        Drop();
    }

    // Synchronous on purpose: the page cache takes it, and an "asynchronous" file write is the same on another thread.
    private void Flush()
    {
        try
        {
            _file ??= open();
            RandomAccess.Write(_file.SafeFileHandle, _buffer.AsSpan(0, _buffered), _onDisk);
        }
        catch
        {
            Drop();
            throw;
        }

        _onDisk += _buffered;
        _buffered = 0;
    }

    private void Truncate()
    {
        try
        {
            _file?.SetLength(0);
        }
        catch (IOException)
        {
            Drop();
        }
    }

    // Closing an unlinked file frees its space; the next mail opens another one.
    private void Drop()
    {
        _file?.Dispose();
        _file = null;
    }
}
