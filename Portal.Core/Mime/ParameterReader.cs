using System.Text;

namespace Portal.Core.Mime;

/// <summary>Reads <c>value; name=token; name="quoted string" (comment)</c> in one pass (RFC 2045 §5.1).</summary>
internal ref struct ParameterReader(string field)
{
    private readonly ReadOnlySpan<char> _field = field;
    private int _at;

    /// <summary>What stands before the first semicolon, in lower case: one word, or <c>type / subtype</c> with its spaces gone.</summary>
    public string Value()
    {
        var text = Token(";").ToLowerInvariant();
        if (!text.AsSpan().ContainsAny(' ', '\t'))
        {
            return text;
        }

        var words = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => "",
            [var type, "/", var subtype, ..] => $"{type}/{subtype}",
            [var type, var subtype, ..] when type.EndsWith('/') || subtype.StartsWith('/') => type + subtype,
            _ => words[0],
        };
    }

    /// <summary>The next parameter that has a name, the name in lower case.</summary>
    public bool TryNext(out string name, out string value)
    {
        while (_at < _field.Length)
        {
            _at++; // the semicolon
            name = Token("=;").ToLowerInvariant();
            if (_at >= _field.Length || _field[_at] != '=')
            {
                continue;
            }

            _at++;
            value = Token(";");
            if (name.Length > 0)
            {
                return true;
            }
        }

        name = value = "";
        return false;
    }

    // Text up to one of the stops; quotes are taken off, comments (RFC 5322 §3.2.2) and white space around it left out.
    private string Token(ReadOnlySpan<char> stops)
    {
        var plain = Plain(stops);
        if (plain is not null)
        {
            return plain;
        }

        var text = new StringBuilder();
        var quotedEnd = 0; // white space up to here was quoted and stays
        while (_at < _field.Length && !stops.Contains(_field[_at]))
        {
            switch (_field[_at])
            {
                case '"':
                    Quoted(text);
                    quotedEnd = text.Length;
                    break;
                case '(':
                    Comment();
                    break;
                case ' ' or '\t' when text.Length == 0:
                    _at++;
                    break;
                default:
                    text.Append(_field[_at++]);
                    break;
            }
        }

        while (text.Length > quotedEnd && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }

        return text.ToString();
    }

    // The usual case: neither quotes nor comments.
    private string? Plain(ReadOnlySpan<char> stops)
    {
        var rest = _field[_at..];
        var end = rest.IndexOfAny(stops);
        var text = end < 0 ? rest : rest[..end];
        if (text.ContainsAny('"', '('))
        {
            return null;
        }

        _at += text.Length;
        return text.Trim(" \t").ToString();
    }

    private void Quoted(StringBuilder text)
    {
        for (_at++; _at < _field.Length && _field[_at] != '"'; _at++)
        {
            // Some write Windows paths without doubling the backslashes: only a quote or a backslash is taken for escaped.
            if (_field[_at] == '\\' && _at + 1 < _field.Length && _field[_at + 1] is '"' or '\\')
            {
                _at++;
            }

            text.Append(_field[_at]);
        }

        _at++;
    }

    private void Comment()
    {
        var depth = 0;
        do
        {
            depth += _field[_at] switch { '(' => 1, ')' => -1, _ => 0 };
            _at += _field[_at] == '\\' ? 2 : 1;
        }
        while (depth > 0 && _at < _field.Length);
    }
}
