using System.Text;

namespace Portal.Core.Mime;

/// <summary>Finds out how a text's bytes are to be read.</summary>
internal static class TextDecoding
{
    /// <summary>Reads the text.</summary>
    /// <param name="bytes">The decoded body, or its beginning.</param>
    /// <param name="charset">The declared character set, if any.</param>
    /// <param name="cut">Whether there is more than <paramref name="bytes"/>: then a last half character is no error.</param>
    /// <param name="maxChars">UTF-16 units to give at most.</param>
    /// <param name="isHtml">Whether it is HTML, which may name its character set itself.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, bool cut, int maxChars, bool isHtml = false)
    {
        var encoding = ByMark(ref bytes) ?? Declared(charset)
            ?? (IsUtf8(bytes, cut) ? Encoding.UTF8 : (isHtml ? MetaCharset.Find(bytes) : null) ?? Charsets.Windows1252);
        var decoder = encoding.GetDecoder();
        var text = new char[Math.Min(encoding.GetMaxCharCount(bytes.Length), maxChars) + 2]; // the last character may be a pair
        decoder.Convert(bytes, text, flush: !cut, out _, out var count, out _);
        count = Math.Min(count, maxChars);
        if (count > 0 && char.IsHighSurrogate(text[count - 1]))
        {
            count--;
        }

        return new string(text, 0, count);
    }

    private static Encoding? ByMark(ref ReadOnlySpan<byte> bytes)
    {
        var (encoding, length) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0, 0, 0xFE, 0xFF, ..] => (Charsets.Utf32BigEndian, 4),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => ((Encoding?)null, 0),
        };
        bytes = bytes[length..];
        return encoding;
    }

    private static Encoding? Declared(string? charset) => Charsets.SaysNothing(charset) ? null : Charsets.Find(charset!);

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool cut)
    {
        // A cut may fall into a character: up to three bytes at the end are not judged.
        for (var spare = 0; spare <= (cut ? Math.Min(3, bytes.Length) : 0); spare++)
        {
            if (System.Text.Unicode.Utf8.IsValid(bytes[..^spare]))
            {
                return true;
            }
        }

        return false;
    }
}
