using System.Buffers;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>One header field while it is written, folded before words that do not fit the line (RFC 5322 §2.2.3).</summary>
internal sealed class FoldedLine(string name)
{
    private readonly StringBuilder _text = new(name);
    private int _column = name.Length;

    /// <summary>How many characters the next word may have to stay on this line.</summary>
    public int Room => HeaderWriter.LineLength - _column - 1;

    /// <summary>One word, with a space or a fold before it.</summary>
    public void Word(string word)
    {
        if (word.Length > Room && _column > 1)
        {
            _text.Append("\r\n");
            _column = 0;
        }

        _text.Append(' ').Append(word);
        _column += 1 + word.Length;
    }

    /// <summary>Words as they stand, with all their spaces. A fold comes before the last space of a run, so that no line is
    /// blank.</summary>
    public void Words(string text)
    {
        var spaces = 0;
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text[range];
            if (word.Length == 0 && text.Length > 0)
            {
                spaces++;
                continue;
            }

            _text.Append(' ', spaces);
            _column += spaces;
            spaces = 0;
            Word(word);
        }
    }

    /// <summary>Ends the field.</summary>
    public void WriteTo(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(_text.Append("\r\n").ToString(), output);
}
