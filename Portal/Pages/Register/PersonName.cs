using System.Globalization;
using System.Text;

namespace Portal.Pages.Register;

/// <summary>Names that show what they are: neither invisible nor able to turn the text around them.</summary>
internal static class PersonName
{
    // Joiners belong into names of some scripts (Unicode core specification, 23.2).
    private static readonly Rune[] Joiners = [new(0x200C), new(0x200D)];

    /// <summary>Whether there is something to see in it, and nothing that controls text.</summary>
    public static bool IsPlain(string name) =>
        name.EnumerateRunes().All(rune => Joiners.Contains(rune) || Rune.GetUnicodeCategory(rune) is not
            (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
        && name.EnumerateRunes().Any(Rune.IsLetterOrDigit);
}
