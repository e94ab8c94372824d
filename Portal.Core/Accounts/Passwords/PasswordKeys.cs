using System.Globalization;
using System.Text;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// What passwords are compared by: lower case, letters and digits only, look-alikes made one (<c>P@ssw0rd</c> is <c>password</c>), with
/// and without the digits and signs at the ends. The blocklist is made of the same keys (make-blocklist.py beside the tests).
/// </summary>
internal static class PasswordKeys
{
    // More than this is no mere decoration.
    private const int MostDropped = 12;
    private const int ShortestKey = 4;
    private const int ShortestUnit = 8;
    private const string LookAlikes = "1!|l034@5$7+892";
    private const string Letters = "iiiioeaassttbgz";

    /// <summary>The keys to look up, the whole password's first; none shorter than four characters.</summary>
    public static IReadOnlyList<string> Of(string password)
    {
        var runes = Normal(password).EnumerateRunes().ToArray();
        var keys = new List<string> { Fold(runes) };
        var first = Array.FindIndex(runes, Rune.IsLetter);
        var end = Array.FindLastIndex(runes, Rune.IsLetter) + 1;
        if (first >= 0 && runes.Length - end <= MostDropped)
        {
            keys.Add(Fold(runes.AsSpan(0, end)));
        }

        if (first >= 0 && runes.Length - (end - first) <= MostDropped)
        {
            var stem = Fold(runes.AsSpan(first, end - first));
            keys.Add(stem);
            keys.Add(Unit(stem));
        }

        return [.. keys.Where(key => key.Length >= ShortestKey).Distinct()];
    }

    /// <summary>The letters and digits, in lower case, look-alikes made one.</summary>
    public static string Fold(string text) => Fold(Normal(text).EnumerateRunes().ToArray());

    /// <summary>The character as it stands in a key.</summary>
    public static char Fold(char lower) => LookAlikes.IndexOf(lower, StringComparison.Ordinal) is var at and >= 0 ? Letters[at] : lower;

    private static string Fold(ReadOnlySpan<Rune> runes)
    {
        var key = new StringBuilder(runes.Length);
        foreach (var rune in runes)
        {
            var folded = rune.IsAscii ? new Rune(Fold((char)rune.Value)) : rune;
            if (Rune.IsLetter(folded) || Rune.GetUnicodeCategory(folded) == UnicodeCategory.DecimalDigitNumber)
            {
                key.Append(folded.ToString());
            }
        }

        return key.ToString();
    }

    // What Normalize would throw at (half a surrogate pair, U+FFFE) becomes U+FFFD first.
    private static string Normal(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        .Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    // "dragonballdragonball" is "dragonball"; the policy refuses shorter repetitions whatever is repeated.
    private static string Unit(string stem)
    {
        for (var length = ShortestUnit; length <= stem.Length / 2; length++)
        {
            if (stem.Length % length == 0 && stem.AsSpan(length).SequenceEqual(stem.AsSpan(0, stem.Length - length)))
            {
                return stem[..length];
            }
        }

        return "";
    }
}
