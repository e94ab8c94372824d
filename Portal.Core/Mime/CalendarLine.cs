using System.Text;

namespace Portal.Core.Mime;

/// <summary>One content line of a calendar (RFC 5545 §3.1): <c>NAME;PARAM=value:value</c>.</summary>
internal readonly record struct CalendarLine(string Name, string Parameters, string Value)
{
    private const int Longest = 64 * 1024;

    /// <summary>The lines of a calendar, unfolded; what is no line is left out. Linear.</summary>
    public static IEnumerable<CalendarLine> Read(string calendar)
    {
        var line = new StringBuilder();
        foreach (var range in Ranges(calendar))
        {
            var piece = calendar[range];
            if (piece is [' ' or '\t', ..])
            {
                line.Append(piece, 1, Math.Min(piece.Length - 1, Math.Max(0, Longest - line.Length)));
                continue;
            }

            if (Parse(line.ToString()) is { } before)
            {
                yield return before;
            }

            line.Clear().Append(piece, 0, Math.Min(piece.Length, Longest));
        }

        if (Parse(line.ToString()) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>The value of a parameter, quotes taken off, or null.</summary>
    public string? Parameter(string name)
    {
        // The same syntax as a MIME field's, behind a value.
        return Parameters.Length == 0 ? null : ContentType.Parse("x" + Parameters)[name];
    }

    /// <summary>The value as text (RFC 5545 §3.3.11), fit to be shown; line breaks stay.</summary>
    public string Text()
    {
        var text = new StringBuilder(Value.Length);
        for (var i = 0; i < Value.Length; i++)
        {
            if (Value[i] == '\\' && i + 1 < Value.Length)
            {
                i++;
                text.Append(Value[i] is 'n' or 'N' ? '\n' : Value[i]);
            }
            else
            {
                text.Append(Value[i]);
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(line => DisplayText.Clean(line))).Trim();
    }

    private static IEnumerable<Range> Ranges(string calendar)
    {
        for (var at = 0; at < calendar.Length;)
        {
            var newline = calendar.IndexOf('\n', at);
            var end = newline < 0 ? calendar.Length : newline;
            yield return at..(end > at && calendar[end - 1] == '\r' ? end - 1 : end);
            at = end + 1;
        }
    }

    // The value begins at the first colon outside of quotes.
    private static CalendarLine? Parse(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (line[i] == ':' && !quoted)
            {
                var semicolon = line.IndexOf(';', 0, i);
                var name = line[..(semicolon < 0 ? i : semicolon)];
                return new(name.Trim().ToUpperInvariant(), semicolon < 0 ? "" : line[semicolon..i], line[(i + 1)..]);
            }
        }

        return null;
    }
}
