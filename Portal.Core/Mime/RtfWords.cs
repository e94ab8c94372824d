using System.Text;

namespace Portal.Core.Mime;

/// <summary>Text that comes as bytes of changing code pages and as characters.</summary>
internal sealed class RtfWords
{
    private const int LongestInstruction = 2_000;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _instruction = new();
    private readonly Dictionary<int, Encoding> _encodings = [];
    private readonly List<byte> _bytes = [];
    private int _page;

    /// <summary>The code page of what no font says otherwise.</summary>
    public int DocumentPage { get; set; } = 1252;

    public bool IsFull => _text.Length + _bytes.Count >= RtfText.MostChars;

    public void Byte(byte value, int page)
    {
        page = page == 0 ? DocumentPage : page;
        if (page != _page)
        {
            Flush();
            _page = page;
        }

        _bytes.Add(value);
    }

    public void Text(char character)
    {
        Flush();
        _text.Append(character);
    }

    /// <summary>A character of what a field stands for.</summary>
    public void Instruction(char character)
    {
        if (_instruction.Length < LongestInstruction)
        {
            _instruction.Append(character);
        }
    }

    /// <summary>A field ends: <c>HYPERLINK "address"</c> goes behind its text unless it is the text.</summary>
    public void EndField()
    {
        Flush();
        var pieces = _instruction.ToString().Split('"');
        _instruction.Clear();
        if (pieces.Length > 2 && pieces[0].Trim().Equals("HYPERLINK", StringComparison.OrdinalIgnoreCase) && !EndsWith(pieces[1]))
        {
            _text.Append(" <").Append(pieces[1]).Append('>');
        }
    }

    public override string ToString()
    {
        Flush();
        return _text.Length > RtfText.MostChars ? _text.ToString(0, RtfText.MostChars) : _text.ToString();
    }

    private bool EndsWith(string text) => _text.Length >= text.Length && _text.ToString(_text.Length - text.Length, text.Length) == text;

    private void Flush()
    {
        if (_bytes.Count == 0)
        {
            return;
        }

        if (!_encodings.TryGetValue(_page, out var encoding))
        {
            _encodings[_page] = encoding = Charsets.ByCodePage(_page);
        }

        _text.Append(encoding.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)));
        _bytes.Clear();
    }
}
