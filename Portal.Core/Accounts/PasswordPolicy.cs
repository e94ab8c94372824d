using Portal.Core.Accounts.Passwords;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts;

/// <summary>
/// Which passwords a tenant accepts. In each profile of <see cref="PasswordRules"/> none that is common, or made of the person's or the
/// portal's own names (NIST SP 800-63B-4 §3.1.1.2).
/// </summary>
public sealed class PasswordPolicy(TenantCatalog tenants, ExpectedWords expected, PasswordGate gate)
{
    /// <summary>Longer ones are refused before they cost a hash.</summary>
    public const int MaximumLength = 1000;

    private const int FewestDistinct = 5;
    private static readonly string[] Runs =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "passwordpassword"];

    /// <summary>What is wrong with the password, or null. Former passwords are asked last, because each costs a hash.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task<PasswordWeakness?> CheckAsync(string password, PasswordOwner owner, CancellationToken cancellationToken)
    {
        var rules = PasswordRules.Of(tenants[owner.Tenant], owner.HasSecondFactor);
        if (Check(password, owner, rules) is { } weakness)
        {
            return weakness;
        }

        foreach (var isSame in owner.Former.Take(rules.History))
        {
            if (await gate.RunAsync(() => isSame(password), cancellationToken))
            {
                return PasswordWeakness.Former;
            }
        }

        return null;
    }

    /// <summary>Whether the tenant accepts the password only beside a second factor, for its length.</summary>
    public bool IsShortAlone(string password, string tenant) =>
        Length(password) < PasswordRules.Of(tenants[tenant], hasSecondFactor: false).MinimumLength;

    private PasswordWeakness? Check(string password, PasswordOwner owner, PasswordRules rules) =>
        CheckForm(password, rules)
        ?? (IsCommon(password) ? PasswordWeakness.Common : default(PasswordWeakness?))
        ?? (InitialPasswords.IsIn(password, owner.InitialPassword) ? PasswordWeakness.LikeInitialPassword : default(PasswordWeakness?))
        ?? expected.Check(password, owner);

    private static PasswordWeakness? CheckForm(string password, PasswordRules rules) => password switch
    {
        { Length: > MaximumLength } => PasswordWeakness.TooLong,
        _ when Length(password) < rules.MinimumLength => PasswordWeakness.TooShort,
        _ when rules.UpperCaseAndDigit && !password.Any(char.IsUpper) => PasswordWeakness.NoUpperCase,
        _ when rules.UpperCaseAndDigit && !password.Any(char.IsDigit) => PasswordWeakness.NoDigit,
        _ => null,
    };

    private static int Length(string password) => password.EnumerateRunes().Count();

    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        return lower.Distinct().Count() < FewestDistinct
            || Runs.Any(run => (run + run).Contains(lower, StringComparison.Ordinal))
            || Enumerable.Range(1, lower.Length / 2).Any(period => period < 8 && IsRepeated(lower, period))
            || PasswordBlocklist.Contains(password);
    }

    private static bool IsRepeated(string text, int period) =>
        !Enumerable.Range(period, text.Length - period).Any(i => text[i] != text[i - period]);
}
