using System.Text;

namespace Portal.Core.Mime;

/// <summary>Reads <c>value; name=token; name="quoted string" (comment)</c> in one pass (RFC 2045 §5.1).</summary>
internal ref struct ParameterReader(string field)
{
    private readonly ReadOnlySpan<char> _field = field;
    private int _at;

    public string Value()
    {
        var text = Token(";");
        return text.Trim().ToLowerInvariant();
    }

    public bool TryNext(out string name, out string value)
    {
        name = value = "";
        while (_at < _field.Length)
        {
            _at++; // the semicolon
            name = Token("=;").Trim().ToLowerInvariant();
            if (_at < _field.Length && _field[_at] == '=')
            {
                _at++;
                value = Token(";").Trim();
                return name.Length > 0 || TryNext(out name, out value);
            }
        }

        return false;
    }

    // Text up to one of the stops; quotes are taken off, comments (RFC 5322 §3.2.2) left out.
    private string Token(ReadOnlySpan<char> stops)
    {
        var text = new StringBuilder();
        while (_at < _field.Length && !stops.Contains(_field[_at]))
        {
            switch (_field[_at])
            {
                case '"':
                    Quoted(text);
                    break;
                case '(':
                    Comment();
                    break;
                default:
                    text.Append(_field[_at++]);
                    break;
            }
        }

        return text.ToString();
    }

    private void Quoted(StringBuilder text)
    {
        for (_at++; _at < _field.Length && _field[_at] != '"'; _at++)
        {
            if (_field[_at] == '\\' && _at + 1 < _field.Length)
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
