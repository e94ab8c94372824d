using System.Globalization;

namespace Portal.Core.Html.Css;

/// <summary>Cuts a style sheet or a style attribute into tokens (CSS Syntax Level 3 §4.3) in one pass. Never fails.</summary>
internal sealed class CssTokenizer
{
    private readonly string _source;
    private int _at;

    private CssTokenizer(string source) => _source = source;

    private char Next => Peek(0);

    public static List<CssToken> Read(string source)
    {
        var tokenizer = new CssTokenizer(source);
        var tokens = new List<CssToken>(Math.Min(source.Length / 3, 4096) + 4);
        while (tokenizer._at < source.Length)
        {
            if (!tokenizer.SkipComment())
            {
                tokens.Add(tokenizer.Take());
            }
        }

        return tokens;
    }

    private char Peek(int ahead) => _at + ahead < _source.Length ? _source[_at + ahead] : '\0';

    private bool SkipComment()
    {
        // <!-- and --> are left over from browsers that knew no style sheets (§4.3.1): mail still has them.
        var mark = string.CompareOrdinal(_source, _at, "<!--", 0, 4) == 0 ? 4 : string.CompareOrdinal(_source, _at, "-->", 0, 3) == 0 ? 3 : 0;
        if (mark == 0 && (Next != '/' || Peek(1) != '*'))
        {
            return false;
        }

        var end = mark == 0 ? _source.IndexOf("*/", _at + 2, StringComparison.Ordinal) : _at + mark - 2;
        _at = end < 0 ? _source.Length : end + 2;
        return true;
    }

    private CssToken Take()
    {
        var c = Next;
        if (IsSpace(c))
        {
            return Whitespace();
        }

        if (c is '"' or '\'')
        {
            return String();
        }

        if (StartsNumber())
        {
            return Number();
        }

        if (StartsName(0))
        {
            return NameOrFunction();
        }

        _at++;
        if (c is '#' && (IsNamePart(Next) || IsEscape(0)))
        {
            return new CssToken(CssKind.Hash, Name());
        }

        return c is '@' && StartsName(0) ? new CssToken(CssKind.AtKeyword, Name()) : Single(c);
    }

    private static CssToken Single(char c) => c switch
    {
        ':' => new CssToken(CssKind.Colon, ":"),
        ';' => new CssToken(CssKind.Semicolon, ";"),
        ',' => new CssToken(CssKind.Comma, ","),
        '(' or '[' or '{' => new CssToken(CssKind.Open, c.ToString()),
        ')' or ']' or '}' => new CssToken(CssKind.Close, c.ToString()),
        _ => new CssToken(CssKind.Delim, c.ToString()),
    };

    private CssToken Whitespace()
    {
        while (_at < _source.Length && IsSpace(Next))
        {
            _at++;
        }

        return new CssToken(CssKind.Whitespace, " ");
    }

    private CssToken String()
    {
        var text = CssEscapes.TakeString(_source, ref _at);
        return text is null ? new CssToken(CssKind.Bad, "") : new CssToken(CssKind.Text, text);
    }

    private CssToken Number()
    {
        var start = _at;
        _at += Next is '+' or '-' ? 1 : 0;
        Digits();
        if (Next == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            Digits();
        }

        if (Next is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _at += 2;
            Digits();
        }

        _ = double.TryParse(_source.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (Next == '%')
        {
            _at++;
            return new CssToken(CssKind.Percentage, "%", number);
        }

        return StartsName(0) ? new CssToken(CssKind.Dimension, Name().ToLowerInvariant(), number) : new CssToken(CssKind.Number, "", number);
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Next))
        {
            _at++;
        }
    }

    private CssToken NameOrFunction()
    {
        var name = Name();
        if (Next != '(')
        {
            return new CssToken(CssKind.Ident, name);
        }

        _at++;
        if (!name.Equals("url", StringComparison.OrdinalIgnoreCase))
        {
            return new CssToken(CssKind.Function, name.ToLowerInvariant());
        }

        var address = CssEscapes.TakeUrl(_source, ref _at);
        return address is null ? new CssToken(CssKind.Bad, "") : new CssToken(CssKind.Url, address);
    }

    private string Name() => CssEscapes.TakeName(_source, ref _at);

    private bool StartsNumber()
    {
        var sign = Next is '+' or '-' ? 1 : 0;
        return char.IsAsciiDigit(Peek(sign)) || (Peek(sign) == '.' && char.IsAsciiDigit(Peek(sign + 1)));
    }

    private bool StartsName(int ahead)
    {
        var c = Peek(ahead);
        return c == '-'
            ? Peek(ahead + 1) == '-' || IsNameStart(Peek(ahead + 1)) || IsEscape(ahead + 1)
            : IsNameStart(c) || IsEscape(ahead);
    }

    private bool IsEscape(int ahead) => Peek(ahead) == '\\' && _at + ahead + 1 < _source.Length && Peek(ahead + 1) is not ('\n' or '\r' or '\f');

    internal static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    internal static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '_' or >= '\u0080';

    internal static bool IsNamePart(char c) => IsNameStart(c) || char.IsAsciiDigit(c) || c == '-';
}
