using System.Buffers;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>The character set that an HTML text names in its own head (WHATWG HTML §13.2.3.2, without its tree of cases: the first
/// <c>charset=</c> in a meta element).</summary>
internal static class MetaCharset
{
    private const int Searched = 1024;
    private const int LongestName = 40;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"';/>");

    /// <summary>The encoding, or null where none is named that could stand in such a text.</summary>
    public static Encoding? Find(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(html.Length, Searched)]);
        var meta = head.IndexOf("<meta", StringComparison.OrdinalIgnoreCase);
        var at = meta < 0 ? -1 : head.IndexOf("charset", meta, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = head.AsSpan(at + "charset".Length).TrimStart();
        if (!rest.StartsWith('='))
        {
            return null;
        }

        rest = rest[1..].TrimStart(" \t\r\n\"'");
        var end = rest.IndexOfAny(Ends);
        var encoding = end is > 0 and <= LongestName ? Charsets.Find(rest[..end].ToString()) : null;

        // A text in UTF-16 could not have been read as far as here.
        return encoding is UnicodeEncoding or UTF32Encoding ? null : encoding;
    }
}
