using System.Buffers;
using System.Text;

namespace Portal.Core.Html;

/// <summary>Writes markup of which everything but tag and attribute names is encoded (HTML §13.3).</summary>
internal sealed class MarkupWriter(int capacity)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"\r\0\u00A0");

    private readonly StringBuilder _markup = new(capacity);

    public int Length => _markup.Length;

    public void Open(string name) => _markup.Append('<').Append(name);

    public void Attribute(string name, string value)
    {
        _markup.Append(' ').Append(name).Append("=\"");
        Encode(value);
        _markup.Append('"');
    }

    public void EndOpen() => _markup.Append('>');

    public void Close(string name) => _markup.Append("</").Append(name).Append('>');

    public void Text(string text) => Encode(text);

    /// <summary>Markup of our own, from constants.</summary>
    public void Own(string markup) => _markup.Append(markup);

    public override string ToString() => _markup.ToString();

    public void WriteTo(StringBuilder page) => page.Append(_markup);

    private void Encode(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAny(Special); at >= 0; at = text.IndexOfAny(Special))
        {
            _markup.Append(text[..at]).Append(text[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\r' => "&#13;",
                '\u00A0' => "&nbsp;",
                _ => "\uFFFD",
            });
            text = text[(at + 1)..];
        }

        _markup.Append(text);
    }
}
