using System.Globalization;
using System.Text;

namespace Portal.Core.Messages.Replies;

/// <summary>
/// Tells addresses that can look like others. Typed ones have an ASCII name before the @, and a domain whose labels are each of one script; whether an
/// international domain is the right one is then asked of the tenant's list, where it stands in ASCII.
/// </summary>
internal static class LookAlike
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static bool IsIn(string address)
    {
        var at = address.LastIndexOf('@');
        return at >= 0 && (!Ascii.IsValid(address.AsSpan(0, at)) || Array.Exists(Unicode(address[(at + 1)..]).Split('.'), IsMixed));
    }

    public static bool IsInternational(string domain) => !Ascii.IsValid(domain)
        || Array.Exists(domain.Split('.'), label => label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase));

    private static string Unicode(string domain)
    {
        try
        {
            return Idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return domain;
        }
    }

    private static bool IsMixed(string label)
    {
        var scripts = label.EnumerateRunes().Where(Rune.IsLetter).Select(Script).Distinct().Count();
        return scripts > 1 || label.EnumerateRunes().Any(IsCompatible);
    }

    // Full-width and other forms that normalisation takes for plain letters.
    private static bool IsCompatible(Rune rune) => !rune.IsAscii && rune.ToString() is var text && !text.IsNormalized(NormalizationForm.FormKC);

    // Blocks of letters that are confused with each other (Unicode TR 39); the others count as one script, which nothing Latin looks like.
    private static int Script(Rune letter) => letter.Value switch
    {
        < 0x0250 or (>= 0x1E00 and < 0x1F00) => 1, // Latin
        < 0x02B0 => 2, // IPA
        >= 0x0370 and < 0x0400 or (>= 0x1F00 and < 0x2000) => 3, // Greek
        >= 0x0400 and < 0x0530 or (>= 0x1C80 and < 0x1C90) => 4, // Cyrillic
        >= 0x0530 and < 0x0590 => 5, // Armenian
        >= 0x13A0 and < 0x1400 => 6, // Cherokee
        _ => 7,
    };
}
