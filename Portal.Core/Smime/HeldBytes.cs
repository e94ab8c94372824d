using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>Bytes held back up to a limit; more of them are malformed.</summary>
internal sealed class HeldBytes(int limit) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4 * 1024);
    private int _length;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limit - _length)
        {
            throw RefusedException.Malformed();
        }

        if (_length + bytes.Length > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, 2 * _bytes.Length));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
}
