using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Accounts.Factors;

/// <summary>Reads codes as people type them.</summary>
internal static class TypedCode
{
    private const int Longest = 64;

    /// <summary>The digits alone, where there is nothing else but spaces and hyphens; else nothing.</summary>
    public static string Digits(string typed)
    {
        var kept = Kept(typed);
        return kept.All(char.IsAsciiDigit) ? kept : "";
    }

    /// <summary>Letters and digits alone, in lower case.</summary>
    public static string Letters(string typed) => Kept(typed).ToLowerInvariant();

    /// <summary>Whether two codes are the same; takes the same time either way.</summary>
    public static bool Same(string code, string typed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(typed));

    private static string Kept(string typed) =>
        typed.Length > Longest ? "" : string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '\u2010' or '\u2011' or '\u2013')));
}
