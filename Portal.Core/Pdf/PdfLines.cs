namespace Portal.Core.Pdf;

/// <summary>Breaks a line that is too long for the page.</summary>
internal static class PdfLines
{
    /// <summary>Lines no wider than that: broken behind spaces, and within a word where it alone is wider. Linear.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">How wide lines may be, in points.</param>
    /// <param name="size">The size of the letters in points.</param>
    public static IEnumerable<string> Break(string line, double width, double size)
    {
        var (start, space, used) = (0, -1, 0.0);
        for (var at = 0; at < line.Length;)
        {
            var length = char.IsHighSurrogate(line[at]) && at + 1 < line.Length ? 2 : 1;
            used += PdfFont.WidthOf(line.AsSpan(at, length), size);
            if (used > width && at > start && line[at] != ' ')
            {
                var end = space > start ? space : at;
                yield return line[start..end].TrimEnd(' ');
                (start, space) = (end, -1);
                used = PdfFont.WidthOf(line.AsSpan(start, at + length - start), size);
            }

            if (line[at] == ' ')
            {
                space = at + 1;
            }

            at += length;
        }

        yield return line[start..].TrimEnd(' ');
    }
}
