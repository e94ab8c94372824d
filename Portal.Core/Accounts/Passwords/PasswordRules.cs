using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Passwords;

/// <summary>What a tenant asks of one person's password.</summary>
/// <param name="MinimumLength">Characters, as people count them.</param>
/// <param name="UpperCaseAndDigit">Whether it must have an upper-case letter and a digit.</param>
/// <param name="History">How many former passwords may not be chosen again.</param>
public sealed record PasswordRules(int MinimumLength, bool UpperCaseAndDigit, int History)
{
    private const int LengthMinimum = 15;
    private const int ClassicMinimum = 8;
    private const int ClassicHistory = 4;

    /// <summary>The rules of the tenant's profile.</summary>
    /// <param name="tenant">What the tenant decided.</param>
    /// <param name="hasSecondFactor">Whether the password alone opens nothing.</param>
    public static PasswordRules Of(TenantOptions tenant, bool hasSecondFactor)
    {
        if (tenant.PasswordProfile == PasswordProfile.Classic)
        {
            return new PasswordRules(tenant.PasswordMinimumLength ?? ClassicMinimum, true, tenant.PasswordHistory ?? ClassicHistory);
        }

        var alone = tenant.PasswordMinimumLength ?? LengthMinimum;
        return new PasswordRules(
            hasSecondFactor ? Math.Min(alone, tenant.PasswordMinimumLengthWithSecondFactor) : alone, false, tenant.PasswordHistory ?? 0);
    }
}
