using System.Text;

namespace Portal.Core.Mime;

/// <summary>Cuts rich text into tokens in one pass.</summary>
internal ref struct RtfTokens(ReadOnlySpan<byte> rtf)
{
    private const int LongestWord = 32;
    private const int LongestNumber = 10;

    private readonly ReadOnlySpan<byte> _rtf = rtf;
    private int _at;

    public bool TryNext(out RtfToken token)
    {
        while (_at < _rtf.Length && _rtf[_at] is (byte)'\r' or (byte)'\n' or 0)
        {
            _at++;
        }

        token = default;
        if (_at >= _rtf.Length)
        {
            return false;
        }

        var value = _rtf[_at++];
        token = value switch
        {
            (byte)'{' => new(RtfTokenKind.Open, "", 0),
            (byte)'}' => new(RtfTokenKind.Close, "", 0),
            (byte)'\\' when _at < _rtf.Length => Control(),
            _ => new(RtfTokenKind.Byte, "", value),
        };
        return true;
    }

    private RtfToken Control()
    {
        if (char.IsAsciiLetter((char)_rtf[_at]))
        {
            return Word();
        }

        var symbol = _rtf[_at++];
        if (symbol == '\'' && _at + 2 <= _rtf.Length && char.IsAsciiHexDigit((char)_rtf[_at]) && char.IsAsciiHexDigit((char)_rtf[_at + 1]))
        {
            _at += 2;
            return new(RtfTokenKind.Byte, "", Convert.FromHexString([(char)_rtf[_at - 2], (char)_rtf[_at - 1]])[0]);
        }

        return new(RtfTokenKind.Symbol, "", symbol);
    }

    private RtfToken Word()
    {
        var start = _at;
        while (_at < _rtf.Length && char.IsAsciiLetter((char)_rtf[_at]))
        {
            _at++;
        }

        // Nobody's word is so long; its text is the same to a reader that does not know it.
        var name = Encoding.ASCII.GetString(_rtf[start..Math.Min(_at, start + LongestWord)]);
        var number = Number();
        _at += _at < _rtf.Length && _rtf[_at] == ' ' ? 1 : 0;
        if (name == "bin")
        {
            _at += Math.Clamp(number, 0, _rtf.Length - _at);
        }

        return new(RtfTokenKind.Word, name, number);
    }

    private int Number()
    {
        var start = _at;
        _at += _at + 1 < _rtf.Length && _rtf[_at] == '-' && char.IsAsciiDigit((char)_rtf[_at + 1]) ? 1 : 0;
        var digits = _at;
        while (_at < _rtf.Length && _at - digits < LongestNumber && char.IsAsciiDigit((char)_rtf[_at]))
        {
            _at++;
        }

        return _at == start ? 1 : int.TryParse(_rtf[start.._at], out var number) ? number : 0;
    }
}
