using System.Buffers.Text;

namespace Portal.Core.Mime;

/// <summary>Base64 as mails have it (RFC 2045 §6.8): characters outside the alphabet are passed over, padding ends a group
/// wherever it stands, and what follows padding is decoded too.</summary>
internal sealed class Base64Decoder : IBodyDecoder
{
    private readonly byte[] _group = new byte[4];
    private byte[] _clean = [];
    private int _held;

    public void Reset() => _held = 0;

    public int Decode(Span<byte> encoded, Span<byte> decoded, bool final)
    {
        encoded = WithoutLineBreaks(encoded);
        var begun = Math.Min((4 - _held) % 4, encoded.Length);
        var written = Slowly(encoded[..begun], decoded);
        encoded = encoded[begun..];
        if (_held == 0)
        {
            // Nearly always this is all there is. (DecodeFromUtf8 would skip white space itself, but says then no longer exactly
            // how far it came.)
            var other = encoded.IndexOfAnyExcept(Base64Counter.Alphabet);
            var whole = (other < 0 ? encoded.Length : other) & ~3;
            Base64.DecodeFromUtf8(encoded[..whole], decoded[written..], out _, out var bytes);
            encoded = encoded[whole..];
            written += bytes;
        }

        written += Slowly(encoded, decoded[written..]);
        return final ? written + Flush(decoded[written..]) : written;
    }

    // Copied elsewhere, not moved within the piece: a move by two bytes waits for itself at every line.
    private Span<byte> WithoutLineBreaks(Span<byte> encoded)
    {
        var newline = encoded.IndexOf((byte)'\n');
        if (newline < 0)
        {
            return encoded;
        }

        if (_clean.Length < encoded.Length)
        {
            _clean = new byte[encoded.Length];
        }

        var (from, to) = (0, 0);
        while (from < encoded.Length)
        {
            var length = newline < 0 ? encoded.Length - from : newline;
            var kept = length > 0 && encoded[from + length - 1] == '\r' ? length - 1 : length;
            encoded.Slice(from, kept).CopyTo(_clean.AsSpan(to));
            to += kept;
            from += length + 1;
            EvenLines(encoded, length + 1, ref from, ref to);
            newline = from < encoded.Length ? encoded[from..].IndexOf((byte)'\n') : -1;
        }

        return _clean.AsSpan(0, to);
    }

    // Lines like the one before need no search. A line break missed inside of them is passed over later.
    private void EvenLines(ReadOnlySpan<byte> encoded, int length, ref int from, ref int to)
    {
        while (length > 2 && from + length <= encoded.Length && encoded[from + length - 1] == '\n' && encoded[from + length - 2] == '\r')
        {
            encoded.Slice(from, length - 2).CopyTo(_clean.AsSpan(to));
            from += length;
            to += length - 2;
        }
    }

    private int Slowly(Span<byte> encoded, Span<byte> decoded)
    {
        var written = 0;
        while (!encoded.IsEmpty)
        {
            var count = Compact(encoded, out var taken, out var padded);
            written += Characters(encoded[..count], decoded[written..]);
            encoded = encoded[taken..];
            if (padded)
            {
                written += Flush(decoded[written..]);
            }
        }

        return written;
    }

    // Moves the characters up to the first padding to the front.
    private static int Compact(Span<byte> encoded, out int taken, out bool padded)
    {
        var count = 0;
        taken = 0;
        while (taken < encoded.Length)
        {
            var rest = encoded[taken..];
            var run = rest.IndexOfAnyExcept(Base64Counter.Alphabet);
            var length = run < 0 ? rest.Length : run;
            rest[..length].CopyTo(encoded[count..]);
            count += length;
            taken += length;
            if (taken < encoded.Length && Passes(encoded, ref taken))
            {
                padded = true;
                return count;
            }
        }

        padded = false;
        return count;
    }

    // Goes over what is no character, a whole line break at once. True if it was padding.
    private static bool Passes(ReadOnlySpan<byte> encoded, ref int at)
    {
        if (encoded[at++] == '=')
        {
            return true;
        }

        while (at < encoded.Length && encoded[at] <= ' ')
        {
            at++;
        }

        return false;
    }

    private int Characters(ReadOnlySpan<byte> characters, Span<byte> decoded)
    {
        var written = 0;
        if (_held > 0)
        {
            var missing = Math.Min(4 - _held, characters.Length);
            characters[..missing].CopyTo(_group.AsSpan(_held));
            characters = characters[missing..];
            _held += missing;
            if (_held < 4)
            {
                return 0;
            }

            _held = 0;
            Base64.DecodeFromUtf8(_group, decoded, out _, out written);
        }

        var whole = characters.Length & ~3;
        Base64.DecodeFromUtf8(characters[..whole], decoded[written..], out _, out var more);
        characters[whole..].CopyTo(_group);
        _held = characters.Length - whole;
        return written + more;
    }

    // Two characters left over are one byte, three are two; the spare bits are not looked at.
    private int Flush(Span<byte> decoded)
    {
        var bytes = Math.Max(0, _held - 1);
        if (bytes > 0)
        {
            _group.AsSpan(_held).Fill((byte)'A');
            Span<byte> three = stackalloc byte[3];
            Base64.DecodeFromUtf8(_group, three, out _, out _);
            three[..bytes].CopyTo(decoded);
        }

        _held = 0;
        return bytes;
    }
}
