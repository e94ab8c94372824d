using System.Text;

namespace Portal.Core.Html;

/// <summary>One line of a text and how deep it is quoted.</summary>
internal readonly record struct TextLine(int Depth, string Text);

/// <summary>Cuts a text into lines, tells quotes from text and joins flowed lines (RFC 3676 §4).</summary>
internal static class TextLines
{
    private const int Deepest = 100;

    public static IEnumerable<TextLine> Read(string text, bool flowed, bool delSp)
    {
        StringBuilder? joined = null;
        var depth = 0;
        foreach (var range in text.AsSpan().EnumerateRanges())
        {
            var line = Line(text[range], flowed);
            var isSignature = line.Text == "-- ";

            // A change of depth ends a paragraph even when its last line was flowed (§4.5); a signature's mark is never flowed (§4.3).
            if (joined is not null && (line.Depth != depth || isSignature))
            {
                yield return new TextLine(depth, joined.ToString());
                joined = null;
            }

            depth = line.Depth;
            if (flowed && !isSignature && line.Text.EndsWith(' '))
            {
                joined = (joined ?? new StringBuilder()).Append(line.Text, 0, line.Text.Length - (delSp ? 1 : 0));
            }
            else
            {
                yield return joined is null ? line : new TextLine(depth, joined.Append(line.Text).ToString());
                joined = null;
            }
        }

        if (joined is not null)
        {
            yield return new TextLine(depth, joined.ToString());
        }
    }

    private static TextLine Line(string line, bool flowed)
    {
        var depth = flowed ? Flowed(line) : Marked(line);
        var start = depth.End;
        var stuffed = start < line.Length && line[start] == ' ' && (flowed || depth.Count > 0);
        return new TextLine(Math.Min(depth.Count, Deepest), line[(start + (stuffed ? 1 : 0))..]);
    }

    private static (int Count, int End) Flowed(string line)
    {
        var count = 0;
        while (count < line.Length && line[count] == '>')
        {
            count++;
        }

        return (count, count);
    }

    // In a text that is not flowed, a line that merely begins with > is no quote: the marks must stand alone, or a space must follow.
    private static (int Count, int End) Marked(string line)
    {
        var count = 0;
        var end = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '>')
            {
                count++;
                end = i + 1;
            }
            else if (line[i] != ' ' || i != end)
            {
                break;
            }
        }

        return end == line.Length || line[end] == ' ' ? (count, end) : (0, 0);
    }
}
