namespace Portal.Core.Mime;

/// <summary>Quoted-printable as mails have it (RFC 2045 §6.7): white space at a line's end goes, what is no escape stays.</summary>
/// <remarks>Bytes whose fate the next ones decide (an escape, white space before a line break) are held. A run of white space
/// above <see cref="MostHeld"/> is let through in pieces, so that nothing grows with the input.</remarks>
internal sealed class QuotedPrintableDecoder : IBodyDecoder
{
    private const int MostHeld = 1024;

    private readonly byte[] _held = new byte[MostHeld];
    private int _count;

    public void Reset() => _count = 0;

    public int Decode(Span<byte> encoded, Span<byte> decoded, bool final)
    {
        var output = new Output(decoded, keep: true);
        Run(encoded, ref output);
        if (final)
        {
            End(ref output);
        }

        return output.Written;
    }

    /// <summary>How many bytes the next piece gives. White space and half an escape at the very end give what
    /// <see cref="CountEnd"/> says.</summary>
    public int Count(ReadOnlySpan<byte> encoded)
    {
        var output = new Output([], keep: false);
        Run(encoded, ref output);
        return output.Written;
    }

    /// <summary>How many bytes the end gives.</summary>
    public int CountEnd()
    {
        var output = new Output([], keep: false);
        End(ref output);
        return output.Written;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r';

    private void Run(ReadOnlySpan<byte> encoded, ref Output output)
    {
        while (!encoded.IsEmpty)
        {
            if (_count > 0)
            {
                if (Next(encoded[0], ref output))
                {
                    encoded = encoded[1..];
                }

                continue;
            }

            var stop = encoded.IndexOfAny((byte)'=', (byte)'\n');
            if (stop < 0)
            {
                HoldBlanks(encoded, ref output);
                return;
            }

            var taken = encoded[stop] == '\n' ? LineBreak(encoded, stop, ref output) : Escape(encoded, stop, ref output);
            encoded = encoded[taken..];
        }
    }

    private void HoldBlanks(ReadOnlySpan<byte> text, ref Output output)
    {
        var kept = KeptBefore(text);
        output.Add(text[..kept]);
        text[kept..].CopyTo(_held);
        _count = text.Length - kept;
    }

    // How much of the text stays when a line break follows: all but its last blanks, of which a carriage return may be the last.
    private static int KeptBefore(ReadOnlySpan<byte> text)
    {
        var line = text.EndsWith("\r"u8) ? text[..^1] : text;
        var kept = line.LastIndexOfAnyExcept((byte)' ', (byte)'\t') + 1;
        var run = text.Length - kept;
        return run > MostHeld ? kept + ((run - 1) / MostHeld * MostHeld) : kept;
    }

    private static int LineBreak(ReadOnlySpan<byte> encoded, int newline, ref Output output)
    {
        var carriageReturn = newline > 0 && encoded[newline - 1] == '\r';
        var end = carriageReturn ? newline - 1 : newline;
        var blank = end > 0 && encoded[end - 1] is (byte)' ' or (byte)'\t';
        output.Add(encoded[..(blank ? KeptBefore(encoded[..newline]) : end)]);
        output.Add(carriageReturn ? "\r\n"u8 : "\n"u8);
        return newline + 1;
    }

    private int Escape(ReadOnlySpan<byte> encoded, int at, ref Output output)
    {
        output.Add(encoded[..at]);
        var end = at; // letters beyond ASCII are escapes in a row
        while (end + 3 <= encoded.Length && encoded[end] == '=' && char.IsAsciiHexDigit((char)encoded[end + 1]) && char.IsAsciiHexDigit((char)encoded[end + 2]))
        {
            output.AddHex(encoded[end + 1], encoded[end + 2]);
            end += 3;
        }

        if (end > at)
        {
            return end;
        }

        if (encoded[at..].StartsWith("=\r\n"u8))
        {
            return at + 3;
        }

        Hold((byte)'=');
        return at + 1;
    }

    // One byte while something is held. True if the byte is dealt with, false if it is to be looked at again.
    private bool Next(byte b, ref Output output)
    {
        var escape = _held[0] == '=';
        var last = _held[_count - 1];
        if (b == '\n' && (!escape || _count == 1 || IsBlank(last)))
        {
            _count = 0;
            output.Add(escape ? [] : last == '\r' ? "\r\n"u8 : "\n"u8);
            return true;
        }

        if (escape && _count <= 2 && char.IsAsciiHexDigit((char)b) && (_count == 1 || char.IsAsciiHexDigit((char)last)))
        {
            Hold(b);
            if (_count == 3)
            {
                _count = 0;
                output.AddHex(last, b);
            }

            return true;
        }

        if (!IsBlank(b) || last == '\r' || (escape && _count == 2 && !IsBlank(last)) || _count == MostHeld)
        {
            output.Add(_held.AsSpan(0, _count));
            _count = 0;
            return false;
        }

        Hold(b);
        return true;
    }

    // Blanks at the end of the text go, as before a line break; an escape cut short stays as it is.
    private void End(ref Output output)
    {
        if (_count == 2 && _held[0] == '=' && !IsBlank(_held[1]))
        {
            output.Add(_held.AsSpan(0, 2));
        }

        _count = 0;
    }

    private void Hold(byte b) => _held[_count++] = b;

    private static byte Hex(byte high, byte low) => (byte)((Digit(high) << 4) | Digit(low));

    private static int Digit(byte b) => b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;

    private ref struct Output(Span<byte> room, bool keep)
    {
        private readonly Span<byte> _room = room;

        public int Written { get; private set; }

        public void AddHex(byte high, byte low)
        {
            if (keep)
            {
                _room[Written] = Hex(high, low);
            }

            Written++;
        }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            if (keep)
            {
                bytes.CopyTo(_room[Written..]);
            }

            Written += bytes.Length;
        }
    }
}
