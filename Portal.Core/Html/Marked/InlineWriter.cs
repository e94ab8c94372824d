namespace Portal.Core.Html.Marked;

/// <summary>Writes the marks inside of a line. A mark without its partner on the same line is text.</summary>
internal sealed class InlineWriter(MarkupWriter markup)
{
    // Marks in marks beyond this are text: it bounds the work, which is the line's length for each depth.
    private const int Deepest = 4;

    private readonly TextLinks _links = new(markup);

    public void Write(string line) => Write(line, 0);

    private void Write(string line, int depth)
    {
        var (at, from) = (0, 0);
        var missing = Marks.None; // those that have no partner further on
        while (depth < Deepest && at < line.Length)
        {
            var next = line.AsSpan(at).IndexOfAny("*_`[");
            if (next < 0)
            {
                break;
            }

            at += next;
            var mark = line[at] == '*' && at + 1 < line.Length && line[at + 1] == '*' ? "**" : line[at].ToString();
            if ((missing & FlagOf(mark)) == Marks.None && Read(line, at, mark) is { } found)
            {
                _links.Write(line[from..at]);
                Write(found, depth);
                at = from = found.End;
            }
            else
            {
                // A bracket may lack its partner here and have it further on; the others are looked for up to the line's end.
                missing |= mark is not "[" && CanOpen(line, at, mark) ? FlagOf(mark) : Marks.None;
                at += mark.Length;
            }
        }

        _links.Write(line[from..]);
    }

    private static Marks FlagOf(string mark) => mark switch { "*" => Marks.One, "**" => Marks.Two, "_" => Marks.Low, "`" => Marks.Code, _ => Marks.None };

    private void Write(Span found, int depth)
    {
        if (found.Name == "a")
        {
            WriteLink(found);
            return;
        }

        markup.Own($"<{found.Name}>");
        if (found.Name == "code")
        {
            markup.Text(found.Text);
        }
        else
        {
            Write(found.Text, depth + 1);
        }

        markup.Close(found.Name);
    }

    // The address stands behind the words: what leads elsewhere says where.
    private void WriteLink(Span found)
    {
        var link = LinkRules.Read(found.Address)!;
        markup.Open("a");
        markup.Attribute("href", link.Address);
        markup.Own(" target=\"_blank\" rel=\"noopener noreferrer nofollow\">");
        markup.Text(found.Text);
        markup.Close("a");
        markup.Text($" ({link.Shown})");
    }

    private static Span? Read(string line, int at, string mark)
    {
        if (mark == "[")
        {
            return Link(line, at);
        }

        if (!CanOpen(line, at, mark))
        {
            return null;
        }

        var start = at + mark.Length;
        for (var end = line.IndexOf(mark, start, StringComparison.Ordinal); end >= 0; end = line.IndexOf(mark, end + mark.Length, StringComparison.Ordinal))
        {
            if (end > start && (mark == "`" || CanClose(line, end, mark)))
            {
                return new Span(mark switch { "**" => "strong", "`" => "code", _ => "em" }, line[start..end], "", end + mark.Length);
            }
        }

        return null;
    }

    // "2 * 3" and "a_name" have no marks.
    private static bool CanOpen(string line, int at, string mark) => at + mark.Length < line.Length
        && (mark == "`" || (!char.IsWhiteSpace(line[at + mark.Length]) && (at == 0 || !char.IsLetterOrDigit(line[at - 1]))));

    private static bool CanClose(string line, int end, string mark) => !char.IsWhiteSpace(line[end - 1])
        && (end + mark.Length == line.Length || !char.IsLetterOrDigit(line[end + mark.Length]))
        && (mark != "*" || (line[end - 1] != '*' && (end + 1 == line.Length || line[end + 1] != '*')));

    private const int LongestLink = 2_000;

    private static Span? Link(string line, int at)
    {
        var room = line.AsSpan(at, Math.Min(line.Length - at, LongestLink));
        var middle = room.IndexOf("](", StringComparison.Ordinal);
        if (middle < 2 || room[1..middle].ContainsAny("[]"))
        {
            return null;
        }

        var length = room[middle..].IndexOf(')');
        if (length < 3)
        {
            return null;
        }

        var address = room.Slice(middle + 2, length - 2).Trim().ToString();
        return LinkRules.Read(address) is { Shown.Length: > 0 } ? new Span("a", room[1..middle].ToString(), address, at + middle + length + 1) : null;
    }

    [Flags]
    private enum Marks
    {
        None = 0,
        One = 1,
        Two = 2,
        Low = 4,
        Code = 8,
    }

    private readonly record struct Span(string Name, string Text, string Address, int End);
}
