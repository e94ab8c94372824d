using System.Buffers;
using System.Globalization;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Text from strangers for one line on a page: nothing that moves, hides or turns other text.</summary>
internal static class DisplayText
{
    // C0, DEL, C1, line and paragraph separators, the byte order mark.
    private static readonly string Controls = string.Concat(
        Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c)) + "\u2028\u2029\uFEFF";

    // Embeddings, overrides and isolates (Unicode TR 9).
    private const string Overrides = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    // Marks, harmless in a sentence but able to hide the end of a file name.
    private const string Marks = "\u200E\u200F\u061C\u200B\u2060";

    private static readonly SearchValues<char> InText = SearchValues.Create(Controls + Overrides);
    private static readonly SearchValues<char> InNames = SearchValues.Create(Controls + Overrides + Marks);

    /// <summary>Removes control and bidirectional override characters; tabs and line separators become spaces, half surrogate
    /// pairs U+FFFD.</summary>
    public static string Clean(string text, bool alsoMarks = false)
    {
        var bad = alsoMarks ? InNames : InText;
        var first = text.AsSpan().IndexOfAny(bad);
        if (first < 0 && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || !bad.Contains((char)rune.Value))
            {
                clean.Append(rune);
            }
            else if (rune.Value is '\t' or 0x2028 or 0x2029)
            {
                clean.Append(' ');
            }
        }

        return clean.ToString();
    }

    /// <summary>At most that many UTF-16 units, without parting what is seen as one character.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = 0;
        while (end < most)
        {
            var next = StringInfo.GetNextTextElementLength(text.AsSpan(end, Math.Min(text.Length - end, most + 1)));
            if (end + next > most)
            {
                break;
            }

            end += next;
        }

        // One endless pile of accents is cut somewhere rather than dropped.
        return end > 0 ? text[..end] : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
