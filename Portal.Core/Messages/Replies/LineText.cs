using System.Globalization;
using System.Text;

namespace Portal.Core.Messages.Replies;

/// <summary>Text for one line of a header: what ends the line, hides or turns text is refused, not repaired.</summary>
public static class LineText
{
    /// <summary>Whether nothing in it is a control character, a line or paragraph separator, half a surrogate pair, or turns the direction of text (Unicode TR 9).</summary>
    public static bool IsPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune.Value is 0xFEFF or 0xFFFD or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                return false;
            }
        }

        return true;
    }
}
