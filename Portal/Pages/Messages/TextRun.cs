using System.Text.RegularExpressions;

namespace Portal.Pages.Messages;

/// <summary>A stretch of a plain text, and where it leads if it is an address.</summary>
internal sealed partial record TextRun(string Text, string? Link)
{
    private const int LongestLink = 2000;

    /// <summary>Finds the web addresses in a text. What is shown and where it leads are the same, letter by letter.</summary>
    public static IReadOnlyList<TextRun> Split(string text)
    {
        var runs = new List<TextRun>();
        var at = 0;
        foreach (var match in WebAddress().EnumerateMatches(text))
        {
            if (match.Length > LongestLink)
            {
                continue; // also because brackets are counted again and again below
            }

            var length = LengthWithoutPunctuation(text.AsSpan(match.Index, match.Length));
            var address = text.Substring(match.Index, length);
            if (!Uri.TryCreate(address, UriKind.Absolute, out _))
            {
                continue;
            }

            Add(runs, text[at..match.Index]);
            runs.Add(new TextRun(address, address));
            at = match.Index + length;
        }

        Add(runs, text[at..]);
        return runs;
    }

    private static void Add(List<TextRun> runs, string text)
    {
        if (text.Length > 0)
        {
            runs.Add(new TextRun(text, null));
        }
    }

    // "(see https://example.com/a_(b))." ends before the last bracket and the full stop, which belong to the sentence.
    private static int LengthWithoutPunctuation(ReadOnlySpan<char> address)
    {
        var trimmed = address.TrimEnd(".,;:!?'*_");
        while (trimmed.EndsWith(")") && trimmed.Count('(') < trimmed.Count(')'))
        {
            trimmed = trimmed[..^1].TrimEnd(".,;:!?'*_");
        }

        return trimmed.Length;
    }

    // Printable ASCII only: an address with other letters can look like one that it is not.
    [GeneratedRegex("""https?://[a-z0-9][!#-;=?-\[\]_a-z{|}~]{2,}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WebAddress();
}
