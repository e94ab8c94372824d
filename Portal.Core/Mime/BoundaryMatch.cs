namespace Portal.Core.Mime;

/// <summary>Whether a line is a boundary of one of the open multiparts (RFC 2046 §5.1.1): two dashes, the boundary, perhaps
/// two dashes, then the line's end or white space. What stands behind white space does not count, as the RFC's note has it.</summary>
internal readonly record struct BoundaryMatch
{
    /// <summary>A longer line is no boundary, whatever it begins with.</summary>
    public const int LongestLine = 16 * 1024;

    private const int LongestBoundary = 8 * 1024;

    /// <summary>Whether it is one.</summary>
    public bool Found { get; private init; }

    /// <summary>Whether more bytes must be seen to tell.</summary>
    public bool NeedsMore { get; private init; }

    /// <summary>Which of the open parts it belongs to, by its place in <see cref="PartTree.Open"/>.</summary>
    public int Owner { get; private init; }

    /// <summary>Whether it is the closing one.</summary>
    public bool Closes { get; private init; }

    /// <summary>Bytes of the line with its line break.</summary>
    public int Length { get; private init; }

    /// <summary>Bytes of its line break: 0 at the end of the content.</summary>
    public int BreakLength { get; private init; }

    /// <summary>Whether a Content-Type's boundary can be used.</summary>
    public static bool Usable(string? boundary) => boundary is { Length: > 0 and <= LongestBoundary };

    /// <summary>Looks at the line with which the window begins. The innermost multipart goes first.</summary>
    public static BoundaryMatch At(ReadOnlySpan<byte> window, bool final, PartTree tree)
    {
        if (!MayBe(window, final, tree))
        {
            return default;
        }

        var newline = window[..Math.Min(window.Length, LongestLine)].IndexOf((byte)'\n');
        if (newline < 0 && (window.Length >= LongestLine || !final))
        {
            return new() { NeedsMore = window.Length < LongestLine };
        }

        var length = newline < 0 ? window.Length : newline + 1;
        var line = window[..length];
        for (var i = tree.Open.Count - 1; i >= 0; i--)
        {
            var delimiter = tree.Open[i].Delimiter.AsSpan();
            if (delimiter.IsEmpty || !line.StartsWith(delimiter))
            {
                continue;
            }

            var tail = line[delimiter.Length..];
            var closes = tail.StartsWith("--"u8);
            if (tail[(closes ? 2 : 0)..] is [] or [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..])
            {
                var breakLength = line.EndsWith("\r\n"u8) ? 2 : line.EndsWith("\n"u8) ? 1 : 0;
                return new() { Found = true, Owner = i, Closes = closes, Length = length, BreakLength = breakLength };
            }
        }

        return default;
    }

    // The quick answer, which is nearly always no: does the line begin as one of the delimiters does?
    private static bool MayBe(ReadOnlySpan<byte> window, bool final, PartTree tree)
    {
        if (window.Length >= 2 && !window.StartsWith("--"u8))
        {
            return false;
        }

        foreach (var part in tree.Open)
        {
            var delimiter = part.Delimiter.AsSpan();
            if (!delimiter.IsEmpty && (window.StartsWith(delimiter) || (!final && delimiter.StartsWith(window))))
            {
                return true;
            }
        }

        return false;
    }
}
