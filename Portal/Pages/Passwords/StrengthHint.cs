using Portal.Core.Accounts.Passwords;

namespace Portal.Pages.Passwords;

/// <summary>Where people read how strong the password is that they choose.</summary>
/// <param name="Fields">The ids of the field and of the one that repeats it, with spaces between.</param>
/// <param name="Personal">The ids of fields whose words should not be the password.</param>
/// <param name="Estimate">What is known of the password that was sent last, or null.</param>
internal sealed record StrengthHint(string Fields, string Personal, PasswordEstimate? Estimate)
{
    /// <summary>The hint's own id.</summary>
    public const string Id = "password-strength";
}
