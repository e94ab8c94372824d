namespace Portal.Core.Html;

/// <summary>Line by line through a text that ends its lines in CRLF, LF or a lone CR.</summary>
internal static class TextLineRanges
{
    /// <summary>The ranges of the lines without their ends; one line break at the end of the text begins no further line.</summary>
    public static List<Range> EnumerateRanges(this ReadOnlySpan<char> text)
    {
        var ranges = new List<Range>();
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOfAny('\r', '\n');
            var end = length < 0 ? text.Length : at + length;
            ranges.Add(at..end);
            at = end + (end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
        }

        return ranges;
    }
}
