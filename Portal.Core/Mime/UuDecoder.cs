namespace Portal.Core.Mime;

/// <summary>Undoes uuencode: what stands before the begin line, behind the end line, and lines that are no data are passed over.</summary>
internal sealed class UuDecoder : IBodyDecoder
{
    private readonly byte[] _held = new byte[UuLine.LongestBegin + 1]; // one more than any line that counts
    private int _count;
    private bool _begun;
    private bool _ended;

    public void Reset() => (_count, _begun, _ended) = (0, false, false);

    public int Decode(Span<byte> encoded, Span<byte> decoded, bool final) => Run(encoded, decoded, keep: true, final);

    /// <summary>How many bytes the next piece gives.</summary>
    public int Count(ReadOnlySpan<byte> encoded) => Run(encoded, [], keep: false, final: false);

    /// <summary>How many bytes the end gives.</summary>
    public int CountEnd() => Run([], [], keep: false, final: true);

    private int Run(ReadOnlySpan<byte> encoded, Span<byte> decoded, bool keep, bool final)
    {
        var written = 0;
        while (!encoded.IsEmpty && !_ended)
        {
            var newline = encoded.IndexOf((byte)'\n');
            var piece = newline < 0 ? encoded : encoded[..newline];
            encoded = encoded[(newline < 0 ? encoded.Length : newline + 1)..];
            if (newline < 0 || _count > 0)
            {
                Hold(piece);
                piece = _held.AsSpan(0, _count);
            }

            if (newline >= 0)
            {
                written += Line(piece, decoded, written, keep);
                _count = 0;
            }
        }

        if (final)
        {
            written += Line(_held.AsSpan(0, _count), decoded, written, keep);
            _count = 0;
        }

        return written;
    }

    // Of a line too long to count, so much is kept that it stays too long.
    private void Hold(ReadOnlySpan<byte> piece)
    {
        var kept = piece[..Math.Min(piece.Length, _held.Length - _count)];
        kept.CopyTo(_held.AsSpan(_count));
        _count += kept.Length;
    }

    private int Line(ReadOnlySpan<byte> line, Span<byte> decoded, int written, bool keep)
    {
        line = line.TrimEnd("\r"u8); // all of them, as what finds the files does
        if (!_begun || _ended)
        {
            _begun |= UuLine.IsBegin(line);
            return 0;
        }

        _ended = UuLine.IsEnd(line);
        var length = Math.Max(0, UuLine.LengthOf(line));
        if (keep && length > 0)
        {
            UuLine.Decode(line, length, decoded[written..]);
        }

        return length;
    }
}
