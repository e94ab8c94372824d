using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Portal.Pages.Shared;
using Portal.Resources;

namespace Portal.Pages.Register;

/// <summary>Names that show what they are: neither invisible nor able to turn the text around them.</summary>
internal static class PersonName
{
    // Joiners belong into names of some scripts (Unicode core specification, 23.2).
    private static readonly Rune[] Joiners = [new(0x200C), new(0x200D)];

    private const int Longest = 100;

    /// <summary>Notes below <c>name</c> what is wrong with a name.</summary>
    public static void Check(string? name, FormErrors errors, IStringLocalizer<Texts> texts)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            errors.Add("name", texts["Register.NameMissing"]);
        }
        else if (name.Trim().Length > Longest || !IsPlain(name))
        {
            errors.Add("name", texts["Register.NameWrong", Longest]);
        }
    }

    /// <summary>Whether there is something to see in it, and nothing that controls text.</summary>
    public static bool IsPlain(string name) =>
        name.EnumerateRunes().All(rune => Joiners.Contains(rune) || Rune.GetUnicodeCategory(rune) is not
            (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
        && name.EnumerateRunes().Any(Rune.IsLetterOrDigit);
}
