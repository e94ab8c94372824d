namespace Portal.Core.Mime;

/// <summary>The lines of uuencode (POSIX.1, uuencode, historical algorithm). A line gives its length in its first character and
/// is only taken whole, so that no few characters ever stand for many bytes.</summary>
internal static class UuLine
{
    /// <summary>No data line is longer: 63 bytes, the length, and what some encoders add as a checksum.</summary>
    public const int Longest = 128;

    /// <summary>A longer line begins nothing.</summary>
    public const int LongestBegin = 1000;

    /// <summary>Whether a file may begin here: <c>begin 644 name</c>; some leave the name out.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> line) =>
        line.Length <= LongestBegin && line.StartsWith("begin "u8)
        && ModeOf(line) is var mode and (3 or 4) && (line.Length == 6 + mode || line[6 + mode] == ' ');

    /// <summary>The name on a begin line; may be empty.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> begin) => begin[(6 + ModeOf(begin))..].Trim(" \t"u8);

    /// <summary>Whether the file ends here.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t"u8).SequenceEqual("end"u8);

    /// <summary>Whether the line after a begin line shows that a file follows and not the next line of a sentence.</summary>
    public static bool IsFirst(ReadOnlySpan<byte> line) => line is [(byte)'`'] || IsEnd(line) || LengthOf(line) > 0;

    /// <summary>How many bytes the line holds: 0 for an empty one, -1 for what is no data.</summary>
    public static int LengthOf(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return 0;
        }

        if (line.Length > Longest || line.ContainsAnyExceptInRange((byte)' ', (byte)'`'))
        {
            return -1;
        }

        var length = (line[0] - ' ') & 63;
        var characters = line.Length - 1;
        return characters >= ((length * 4) + 2) / 3 && characters <= ((length + 2) / 3 * 4) + 2 ? length : -1;
    }

    /// <summary>Decodes a line that holds <paramref name="length"/> bytes.</summary>
    public static void Decode(ReadOnlySpan<byte> line, int length, Span<byte> decoded)
    {
        var characters = line[1..];
        for (var i = 0; i < length; i += 3)
        {
            var at = i / 3 * 4;
            var group = (Value(characters, at) << 18) | (Value(characters, at + 1) << 12) | (Value(characters, at + 2) << 6) | Value(characters, at + 3);
            for (var k = 0; k < Math.Min(3, length - i); k++)
            {
                decoded[i + k] = (byte)(group >> (16 - (8 * k)));
            }
        }
    }

    // The last group may be shorter: what its bytes do not need is left out.
    private static int Value(ReadOnlySpan<byte> characters, int at) => at < characters.Length ? (characters[at] - ' ') & 63 : 0;

    private static int ModeOf(ReadOnlySpan<byte> begin)
    {
        var digits = begin[6..].IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        return digits < 0 ? begin.Length - 6 : digits;
    }
}
