using Portal.Core.Tenants;

namespace Portal.Core.Accounts;

/// <summary>Why a password is refused.</summary>
public enum PasswordWeakness
{
    /// <summary>Shorter than the tenant wants.</summary>
    TooShort,

    /// <summary>Longer than 1,000 characters.</summary>
    TooLong,

    /// <summary>One that everybody tries first: a few characters repeated, or a run of the keyboard or alphabet.</summary>
    Common,

    /// <summary>Little more than the person's address or name.</summary>
    LikeAddressOrName,

    /// <summary>The initial password, which the sender knows too.</summary>
    LikeInitialPassword,
}

/// <summary>Which passwords a tenant accepts: length counts, no rules about kinds of characters (NIST SP 800-63B-4 §3.1.1.2).</summary>
public sealed class PasswordPolicy(TenantCatalog tenants)
{
    /// <summary>Longer ones are refused before they cost a hash.</summary>
    public const int MaximumLength = 1000;

    private const int FewestDistinct = 5;
    private static readonly string[] Runs =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "passwordpassword"];

    /// <summary>What is wrong with the password, or null.</summary>
    public PasswordWeakness? Check(string password, string tenant, string address, string name)
    {
        if (password.Length > MaximumLength)
        {
            return PasswordWeakness.TooLong;
        }

        if (password.EnumerateRunes().Count() < tenants[tenant].PasswordMinimumLength)
        {
            return PasswordWeakness.TooShort;
        }

        if (IsCommon(password))
        {
            return PasswordWeakness.Common;
        }

        return IsLike(password, address) || IsLike(password, address.Split('@')[0]) || IsLike(password, name)
            ? PasswordWeakness.LikeAddressOrName
            : null;
    }

    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        return lower.Distinct().Count() < FewestDistinct
            || Runs.Any(run => (run + run).Contains(lower, StringComparison.Ordinal))
            || Enumerable.Range(1, lower.Length / 2).Any(period => IsRepeated(lower, period) && period < 8);
    }

    private static bool IsRepeated(string text, int period) =>
        !Enumerable.Range(period, text.Length - period).Any(i => text[i] != text[i - period]);

    // The word may stand in the password, but what is left must still be a password.
    private static bool IsLike(string password, string word) =>
        word.Length >= 4 && password.Contains(word, StringComparison.OrdinalIgnoreCase) && password.Length - word.Length < 8;
}
