using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>Counts what base64 becomes, by the rule of <see cref="Base64Decoder"/>, and whether its lines are all alike.</summary>
internal struct Base64Counter
{
    private const int MaxWidth = int.MaxValue - 8;

    internal static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    private long _flushed; // bytes of what ended with padding
    private long _run; // characters since then
    private long _column;
    private int _width; // characters of a full line; 0 until the first has ended
    private int _break; // length of its line break
    private bool _carriageReturn;
    private bool _padded;
    private bool _last; // this line, shorter or padded, is the last of a regular body
    private bool _ended; // and it is over
    private bool _irregular;

    /// <summary>Bytes of the decoded body.</summary>
    public readonly long DecodedLength => _flushed + Bytes(_run);

    /// <summary>See <see cref="OutlinePart.EncodedLineLength"/>. A single line counts as one with CRLF behind it.</summary>
    public readonly int LineLength
    {
        get
        {
            if (_width > 0)
            {
                return _irregular || _column > _width ? 0 : _width + _break;
            }

            return _irregular || _column is 0 or > MaxWidth ? 0 : Width(_column) + 2;
        }
    }

    public void Take(ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            if (_column == 0 && _width > 0 && !_last && TakeFullLine(ref content))
            {
                continue;
            }

            var stop = content.IndexOfAnyExcept(Alphabet);
            var count = stop < 0 ? content.Length : stop;
            Characters(count);
            if (stop < 0)
            {
                return;
            }

            Other(content[stop]);
            content = content[(stop + 1)..];
        }
    }

    private static long Bytes(long characters) => (characters / 4 * 3) + Math.Max(0, (characters % 4) - 1);

    // The quick way: a whole line like the first.
    private bool TakeFullLine(ref ReadOnlySpan<byte> content)
    {
        var length = _width + _break;
        if (content.Length < length || content[length - 1] != '\n' || (_break == 2 && content[length - 2] != '\r')
            || content[.._width].ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        _run += _width;
        content = content[length..];
        return true;
    }

    private static int Width(long column) => (int)((column + 3) & ~3L);

    private void Characters(int count)
    {
        if (count > 0)
        {
            _irregular |= _ended || _padded || _carriageReturn;
            _run += count;
            _column += count;
        }
    }

    private void Other(byte character)
    {
        switch (character)
        {
            case (byte)'\n':
                EndLine();
                break;
            case (byte)'\r':
                _irregular |= _carriageReturn;
                _carriageReturn = true;
                break;
            case (byte)'=':
                _irregular |= _ended || _carriageReturn;
                _flushed += Bytes(_run);
                _run = 0;
                _column++;
                (_padded, _last) = (true, true);
                break;
            default:
                _irregular = true;
                break;
        }
    }

    private void EndLine()
    {
        var breakLength = _carriageReturn ? 2 : 1;
        if (_width == 0)
        {
            _irregular |= _column is 0 or > MaxWidth;
            (_width, _break) = (Width(Math.Clamp(_column, 1, MaxWidth)), breakLength);
        }

        _irregular |= _column > _width;
        _last |= _column < _width || breakLength != _break;
        _ended |= _last;
        _column = 0;
        _carriageReturn = false;
    }
}
