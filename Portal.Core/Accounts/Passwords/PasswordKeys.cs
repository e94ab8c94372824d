using System.Globalization;
using System.Text;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// What passwords are compared by: lower case, letters and digits only, look-alikes made one (<c>P@ssw0rd</c> is <c>password</c>), with
/// and without the digits and signs at the ends. The blocklist is made of the same keys (make-blocklist.py beside the tests).
/// </summary>
internal static class PasswordKeys
{
    // What is more, or more varied, is no mere decoration: random texts must not be cut and bent until they are some word.
    private const int MostDecoration = 12;
    private const int MostSigns = 2;
    private const int ShortestKey = 4;
    private const int ShortestUnit = 8;
    private const string LookAlikes = "1!|034@5$7+892";
    private const string Letters = "iiioeaassttbgz";

    /// <summary>The keys to look up, the whole password's first; none shorter than four characters.</summary>
    public static IReadOnlyList<string> Of(string password)
    {
        var runes = Normal(password);
        var keys = new List<string> { Key(runes) };
        var first = Array.FindIndex(runes, Rune.IsLetter);
        var end = Array.FindLastIndex(runes, Rune.IsLetter) + 1;
        if (first >= 0 && IsDecoration(runes[end..]))
        {
            keys.Add(Key(runes[..end]));
        }

        if (first >= 0 && IsDecoration([.. runes[..first], .. runes[end..]]))
        {
            var stem = Key(runes[first..end]);
            keys.Add(stem);
            keys.Add(Unit(stem));
        }

        return [.. keys.Where(key => key.Length >= ShortestKey).Distinct()];
    }

    /// <summary>The letters and digits, in lower case, look-alikes made one.</summary>
    public static string Fold(string text) => Text(Normal(text).Select(Fold).Where(IsKept));

    /// <summary>The character as it stands in a key.</summary>
    public static char Fold(char lower) => lower == 'l' ? 'i'
        : LookAlikes.IndexOf(lower, StringComparison.Ordinal) is var at and >= 0 ? Letters[at] : lower;

    private static Rune Fold(Rune rune) => rune.IsAscii ? new Rune(Fold((char)rune.Value)) : rune;

    // Look-alikes are letters where they are few, and themselves elsewhere; where too many signs stand between there is no key.
    private static string Key(Rune[] runes)
    {
        var kept = runes.Select(Fold).Where(IsKept).ToList();
        var bent = runes.Count(rune => rune.IsAscii && LookAlikes.Contains((char)rune.Value, StringComparison.Ordinal));
        if (bent * (kept.Count >= 8 ? 2 : 4) > kept.Count)
        {
            kept = [.. runes.Where(IsKept).Select(rune => rune.Value == 'l' ? new Rune('i') : rune)];
        }

        return (runes.Length - kept.Count) * 3 <= kept.Count ? Text(kept) : "";
    }

    private static bool IsKept(Rune rune) => Rune.IsLetter(rune) || IsDigit(rune);

    private static bool IsDigit(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    private static bool IsDecoration(Rune[] edges) =>
        edges.Length <= MostDecoration && edges.Where(rune => !IsDigit(rune)).Distinct().Count() <= MostSigns;

    private static string Text(IEnumerable<Rune> runes) => string.Concat(runes.Select(rune => rune.ToString()));

    // What Normalize would throw at (half a surrogate pair, U+FFFE) becomes U+FFFD first.
    private static Rune[] Normal(string text) => [.. Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        .Replace('\uFFFE', '\uFFFD').Normalize(NormalizationForm.FormKC).ToLowerInvariant().EnumerateRunes()];

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
