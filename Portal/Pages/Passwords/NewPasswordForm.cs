using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Passwords;
using Portal.Pages.Shared;
using Portal.Resources;

namespace Portal.Pages.Passwords;

/// <summary>The two fields of a new password, wherever one is chosen.</summary>
/// <param name="Address">Whose it is, for the browser's store of passwords.</param>
/// <param name="Rules">What the tenant asks of it.</param>
/// <param name="Errors">What is wrong with the form.</param>
/// <param name="Estimate">How strong the one was that was sent last, or null.</param>
internal sealed record NewPasswordForm(string Address, PasswordRules Rules, FormErrors Errors, PasswordEstimate? Estimate)
{
    /// <summary>Notes what is missing, before anything is asked of the database.</summary>
    public static void Check(string? password, string? repeated, FormErrors errors, IStringLocalizer<Texts> texts)
    {
        if (string.IsNullOrEmpty(password))
        {
            errors.Add("newPassword", texts["Register.NewPasswordMissing"]);
        }
        else if (!string.Equals(password, repeated, StringComparison.Ordinal))
        {
            errors.Add("repeatPassword", texts["Register.RepeatPasswordWrong"]);
        }
    }
}
