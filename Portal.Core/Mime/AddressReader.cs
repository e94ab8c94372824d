using System.Text;

namespace Portal.Core.Mime;

/// <summary>Takes one mailbox after the other from an address list, in one pass.</summary>
internal ref struct AddressReader(string value)
{
    private readonly ReadOnlySpan<char> _value = value;
    private readonly StringBuilder _phrase = new(); // what stands outside of angle brackets and comments, quotes taken off
    private readonly StringBuilder _angle = new();
    private readonly StringBuilder _comment = new();
    private int _at;
    private bool _hasAngle;
    private bool _hasAt; // in the phrase
    private bool _quoted; // whether the phrase has quoted characters that belong to a local part

    public bool TryNext(out MailAddress address)
    {
        if (_at >= _value.Length)
        {
            address = new("", "");
            return false;
        }

        _phrase.Clear();
        _angle.Clear();
        _comment.Clear();
        (_hasAngle, _hasAt, _quoted) = (false, false, false);
        while (_at < _value.Length && _value[_at] is not (',' or ';'))
        {
            Step();
        }

        _at++;
        address = Make();
        return true;
    }

    private void Step()
    {
        switch (_value[_at])
        {
            case '"':
                Quoted(_phrase);
                break;
            case '(':
                Comment();
                break;
            case '<':
                Angle();
                break;
            case ':' when !_hasAngle && !_hasAt:
                _phrase.Clear(); // the name of a group
                _at++;
                break;
            default:
                _hasAt |= _value[_at] == '@';
                _phrase.Append(_value[_at++]);
                break;
        }
    }

    // The quotes of a local part stay with it: "john doe"@example.org
    private void Quoted(StringBuilder text)
    {
        var start = text.Length;
        for (_at++; _at < _value.Length && _value[_at] != '"'; _at++)
        {
            if (_value[_at] == '\\' && _at + 1 < _value.Length)
            {
                _at++;
            }

            text.Append(_value[_at]);
        }

        _at++;
        if (_at < _value.Length && _value[_at] == '@')
        {
            text.Replace("\\", "\\\\", start, text.Length - start).Replace("\"", "\\\"", start, text.Length - start);
            text.Insert(start, '"').Append('"');
            _quoted = true;
        }
    }

    private void Comment()
    {
        var depth = 0;
        _comment.Append(_comment.Length > 0 ? " " : "");
        for (; _at < _value.Length; _at++)
        {
            var c = _value[_at];
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0)
            {
                _at++;
                return;
            }

            if (c == '\\' && _at + 1 < _value.Length)
            {
                c = _value[++_at];
            }
            else if (c == '(' && depth == 1)
            {
                continue;
            }

            _comment.Append(c);
        }
    }

    private void Angle()
    {
        _angle.Clear(); // of several, the last is the address
        _hasAngle = true;
        _at++;
        while (_at < _value.Length && _value[_at] != '>')
        {
            if (_value[_at] == ',' && (_angle.Length == 0 || _angle[0] != '@'))
            {
                return; // the bracket was never closed
            }

            switch (_value[_at])
            {
                case '<':
                    _angle.Clear();
                    _at++;
                    break;
                case '"':
                    Quoted(_angle);
                    break;
                case '(':
                    Comment();
                    break;
                case ':' when _angle.Length > 0 && _angle[0] == '@':
                    _angle.Clear(); // a source route (RFC 5322 §4.4)
                    _at++;
                    break;
                default:
                    _angle.Append(_value[_at++]);
                    break;
            }
        }

        _at++;
    }

    private readonly MailAddress Make()
    {
        var phrase = _phrase.ToString().Trim();
        if (_hasAngle)
        {
            var name = phrase.Length > 0 ? phrase : _comment.ToString();
            return new(Name(name), Address(_angle.ToString()));
        }

        // "address (name)" of old, a bare address, or a bare name.
        return phrase.Contains('@') && (_quoted || !phrase.Contains(' ')) || phrase.Length > 0 && !phrase.AsSpan().ContainsAny(' ', '\t', '=')
            ? new(Name(_comment.ToString()), Address(phrase))
            : Loose(phrase);
    }

    // "John Doe john@example.org": the word with the @ is the address.
    private static MailAddress Loose(string phrase)
    {
        var words = phrase.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindLastIndex(words, word => word.Contains('@') && !word.StartsWith("=?", StringComparison.Ordinal));
        return at < 0
            ? new(Name(phrase), "")
            : new(Name(string.Join(' ', words.Where((_, i) => i != at))), Address(words[at]));
    }

    private static string Name(string raw) => HeaderText.Decode(raw).Trim();

    private static string Address(string raw)
    {
        var clean = DisplayText.Clean(raw, alsoMarks: true);
        return clean.Contains('"') ? clean.Trim() : string.Concat(clean.Where(c => !char.IsWhiteSpace(c)));
    }
}
