using System.Text;

namespace Portal.Core.Html;

/// <summary>
/// Lays text out in lines: white space collapses as in HTML, breaks are remembered until text follows, so that any number of nested
/// blocks makes but one break.
/// </summary>
internal sealed class TextFlow(int capacity)
{
    private readonly StringBuilder _text = new(Math.Min(capacity, 1 << 20));
    private Gap _gap = Gap.None;
    private int _breaks;
    private int _quoteAtGap;

    private enum Gap
    {
        None,
        Space,
        Cell,
        Line,
        Paragraph,
    }

    public int Length => _text.Length;

    public int Quote { get; set; }

    /// <summary>Above zero, white space stands as it is.</summary>
    public int Preformatted { get; set; }

    public string Since(int from) => _text.ToString(Math.Min(from, _text.Length), Math.Max(0, _text.Length - from));

    public void Space() => Raise(Gap.Space);

    public void Cell() => Raise(Gap.Cell);

    public void Line() => Raise(Gap.Line);

    public void Paragraph() => Raise(Gap.Paragraph);

    public void HardBreak()
    {
        _breaks++;
        Raise(Gap.Line);
    }

    public void Rule()
    {
        Paragraph();
        Put("----------");
        Paragraph();
    }

    /// <summary>The bullet or number of a list's item.</summary>
    public void Mark(string mark, int indent)
    {
        Line();
        Put(new string(' ', Math.Max(0, indent) * 2));
        _text.Append(mark);
        _gap = Gap.None;
    }

    public void Text(string text)
    {
        if (Preformatted > 0)
        {
            Verbatim(text);
            return;
        }

        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && text[at] is not (' ' or '\t' or '\n' or '\r' or '\f'))
            {
                at++;
            }

            if (at > start)
            {
                Put(text.AsSpan(start, at - start));
            }
            else
            {
                Space();
                at++;
            }
        }
    }

    public override string ToString() => _text.ToString().TrimEnd();

    private void Verbatim(string text)
    {
        var isFirst = true;
        foreach (var line in text.Split('\n'))
        {
            if (!isFirst)
            {
                HardBreak();
            }

            isFirst = false;
            if (line.Length > 0)
            {
                Put(line.TrimEnd('\r'));
            }
        }
    }

    private void Raise(Gap gap)
    {
        _gap = gap > _gap ? gap : _gap;
        _quoteAtGap = Quote;
    }

    private void Put(ReadOnlySpan<char> words)
    {
        if (_text.Length == 0)
        {
            Prefix();
        }
        else if (_gap >= Gap.Line)
        {
            // <br> at the end of a block makes no line of its own; two of them make an empty one.
            var lines = Math.Min(3, Math.Max(_breaks, _gap == Gap.Paragraph ? 2 : 1));
            for (var i = 0; i < lines; i++)
            {
                _text.Append('\n');
                if (i < lines - 1)
                {
                    _text.Append('>', Math.Min(Quote, _quoteAtGap));
                }
            }

            Prefix();
        }
        else if (_gap != Gap.None)
        {
            _text.Append(_gap == Gap.Cell ? " | " : " ");
        }

        _gap = Gap.None;
        _breaks = 0;
        _text.Append(words);
    }

    private void Prefix()
    {
        if (Quote > 0)
        {
            _text.Append('>', Quote).Append(' ');
        }
    }
}
