using System.Text;

namespace Portal.Pages.Messages;

/// <summary>Joins the lines of a flowed text (RFC 3676 §4) to paragraphs, so that they wrap as wide as the page is.</summary>
internal static class FlowedText
{
    private const string Signature = "-- ";

    public static string Join(string text, bool deleteSpace)
    {
        var joined = new StringBuilder(text.Length);
        var open = -1; // the quote depth of a paragraph that goes on, or -1
        foreach (var ending in text.AsSpan().EnumerateLines())
        {
            var depth = Depth(ending);
            var line = ending[depth..];
            line = line.StartsWith(" ") ? line[1..] : line; // space-stuffed (§4.4)
            if (open >= 0 && (open != depth || line.IsEmpty))
            {
                joined.Append('\n'); // another depth ends a paragraph, whatever its last line said (§4.5); so does an empty line
                open = -1;
            }

            if (open < 0 && depth > 0)
            {
                joined.Append('>', depth).Append(' ');
            }

            var flows = line.EndsWith(" ") && !line.SequenceEqual(Signature);
            joined.Append(flows && deleteSpace ? line[..^1] : line);
            open = flows ? depth : -1;
            if (!flows)
            {
                joined.Append('\n');
            }
        }

        return joined.ToString();
    }

    private static int Depth(ReadOnlySpan<char> line)
    {
        var depth = line.IndexOfAnyExcept('>');
        return depth < 0 ? line.Length : depth;
    }
}
