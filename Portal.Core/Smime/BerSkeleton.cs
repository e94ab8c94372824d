using System.Buffers;
using System.Buffers.Binary;

namespace Portal.Core.Smime;

/// <summary>A CMS structure without its content octets, rewritten with definite lengths (X.690 §8.1.3.5), so that AsnReader can
/// read it whether or not its end has come: what is still open is closed where it stands.</summary>
internal sealed class BerSkeleton : IDisposable
{
    private const int LengthBytes = 5; // 0x84 and four bytes, filled in when the value is closed
    private readonly Stack<int> _open = new();
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(8 * 1024);
    private int _length;

    public void Open(byte tag)
    {
        var span = Take(1 + LengthBytes);
        span[0] = tag;
        span[1] = 0x84;
        _open.Push(_length);
    }

    public void Close() => Patch(_open.Pop());

    /// <summary>Begins a primitive value whose bytes follow.</summary>
    public void Primitive(byte tag, int length)
    {
        var size = length < 0x80 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : 4;
        var span = Take(1 + size);
        span[0] = tag;
        span[1] = (byte)(size == 1 ? length : 0x7F + size);
        for (var i = size; i > 1; i--, length >>= 8)
        {
            span[i] = (byte)length;
        }
    }

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>The structure as far as it has come. Valid for ever; a copy.</summary>
    public byte[] Snapshot()
    {
        foreach (var start in _open)
        {
            Patch(start);
        }

        return _bytes.AsSpan(0, _length).ToArray();
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Patch(int start) =>
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(start - 4), _length - start);

    private Span<byte> Take(int count)
    {
        if (count > Limits.Metadata - _length)
        {
            throw RefusedException.Malformed();
        }

        if (_length + count > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, 2 * _bytes.Length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
