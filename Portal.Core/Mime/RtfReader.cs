namespace Portal.Core.Mime;

/// <summary>Gathers the words of a rich text, token by token.</summary>
internal sealed class RtfReader
{
    private const int MostDepth = 1_000;

    private readonly RtfWords _words = new();
    private readonly RtfFonts _fonts = new();
    private readonly Stack<RtfGroup> _outer = new();
    private RtfGroup _group = new() { Repeats = 1 };
    private int _deeper; // groups beyond the limit, which have no state of their own
    private int _skip; // characters that repeat what a \u said
    private bool _starred; // \* : a group that only those know who know its name

    /// <summary>Whether the rich text holds HTML.</summary>
    public bool IsHtml { get; private set; }

    public bool IsFull => _words.IsFull;

    public void Take(RtfToken token)
    {
        if (token.Kind is RtfTokenKind.Open or RtfTokenKind.Close)
        {
            (_skip, _starred) = (0, false);
            Bracket(token.Kind == RtfTokenKind.Open);
            return;
        }

        if (_skip > 0 && token is not { Kind: RtfTokenKind.Symbol, Number: '*' })
        {
            _skip--;
            return;
        }

        switch (token.Kind)
        {
            case RtfTokenKind.Byte:
                Byte((byte)token.Number);
                break;
            case RtfTokenKind.Symbol:
                Symbol((char)token.Number);
                break;
            default:
                Word(token);
                _starred = false;
                break;
        }
    }

    public override string ToString() => _words.ToString();

    private bool IsSeen => _group.Place == RtfPlace.HtmlTag || (_group.Place == RtfPlace.Body && !(IsHtml && _group.ForOthers));

    private void Bracket(bool opens)
    {
        if (opens && _outer.Count < MostDepth)
        {
            _outer.Push(_group);
            _group.IsField = false;
        }
        else if (opens)
        {
            _deeper++;
        }
        else if (_deeper > 0)
        {
            _deeper--;
        }
        else if (_outer.TryPop(out var outer))
        {
            if (_group.IsField && !IsHtml && outer.Place == RtfPlace.Body)
            {
                _words.EndField();
            }

            _group = outer;
        }
    }

    private void Byte(byte value)
    {
        if (IsSeen)
        {
            _words.Byte(value, _group.CodePage);
        }
        else if (_group.Place == RtfPlace.Instruction)
        {
            _words.Instruction((char)value);
        }
    }

    private void Symbol(char symbol)
    {
        _starred |= symbol == '*';
        var text = symbol switch { '~' => '\u00A0', '_' => '\u2011', '-' => '\u00AD', '\r' or '\n' => '\n', '\t' => '\t', _ => symbol };
        if (text is not ('*' or '|' or ':') && IsSeen)
        {
            _words.Text(text);
        }
        else if (text is '\\' or '{' or '}' && _group.Place == RtfPlace.Instruction)
        {
            _words.Instruction(text);
        }
    }

    private void Word(RtfToken word)
    {
        if (RtfPlaces.Of(word.Name, _starred) is { } place)
        {
            _group.Place = _group.Place == RtfPlace.Nowhere ? RtfPlace.Nowhere : place;
            return;
        }

        if (_group.Place == RtfPlace.Fonts)
        {
            _fonts.Take(word);
        }
        else if (IsSeen && RtfPlaces.CharacterOf(word.Name) is { } character)
        {
            _words.Text(character);
        }
        else
        {
            State(word);
        }
    }

    private void State(RtfToken word)
    {
        switch (word.Name)
        {
            case "fromhtml":
                IsHtml = word.Number != 0;
                break;
            case "htmlrtf":
                _group.ForOthers = word.Number != 0;
                break;
            case "ansicpg":
                _words.DocumentPage = word.Number;
                break;
            case "f" or "plain":
                _group.CodePage = word.Name == "f" ? _fonts.Of(word.Number) : 0;
                break;
            case "uc":
                _group.Repeats = Math.Clamp(word.Number, 0, 100);
                break;
            case "field":
                _group.IsField = true;
                break;
            case "u":
                _skip = _group.Repeats;
                if (IsSeen)
                {
                    _words.Text((char)(ushort)word.Number);
                }

                break;
            default:
                break;
        }
    }
}
