using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Core.Outbox.Mails;

/// <summary>A display name that a stranger chose, made fit to stand in a mail of ours: it cannot break a line, turn the text or lead anywhere.</summary>
internal static partial class ShownName
{
    private const int Longest = 60;

    /// <returns>The name; null when nothing of it may be shown and the address has to do.</returns>
    public static string? Of(string name)
    {
        var plain = Plain(name);
        return plain.Length == 0 || LooksLikeAnAddress().IsMatch(plain.Normalize(NormalizationForm.FormKC)) ? null : Cut(plain);
    }

    /// <summary>A text on one line without control, format (bidi, zero width) and unassigned characters.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                plain.Append(plain.Length > 0 && plain[^1] != ' ' ? " " : "");
            }
            else if (IsVisible(rune))
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString().TrimEnd();
    }

    private static bool IsVisible(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    private static string Cut(string text)
    {
        var runes = text.EnumerateRunes().Take(Longest + 1).ToList();
        return runes.Count <= Longest ? text : string.Concat(runes.Take(Longest - 1)).TrimEnd() + "…";
    }

    // Mail programs make links of much: of schemes, of www, of anything with a dot inside, of addresses, of \\server paths.
    [GeneratedRegex(@"@|//|\\|\bwww\b|\p{L}{2,}:\S|[\p{L}\p{N}][.。][\p{L}\p{N}]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeAnAddress();
}
