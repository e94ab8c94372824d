using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Portal.Pages.Shared;
using Portal.Resources;

namespace Portal.Pages.Register;

/// <summary>What the registration form sends.</summary>
internal sealed class RegisterInput
{
    [FromForm(Name = "token")]
    public string? Token { get; set; }

    [FromForm(Name = "initialPassword")]
    public string? InitialPassword { get; set; }

    [FromForm(Name = "name")]
    public string? Name { get; set; }

    [FromForm(Name = "newPassword")]
    public string? NewPassword { get; set; }

    [FromForm(Name = "repeatPassword")]
    public string? RepeatPassword { get; set; }

    /// <summary>Notes what is missing or cannot be, before anything is asked of the database.</summary>
    public void Check(FormErrors errors, IStringLocalizer<Texts> texts)
    {
        if (string.IsNullOrWhiteSpace(InitialPassword))
        {
            errors.Add("initialPassword", texts["Register.InitialPasswordMissing"]);
        }

        PersonName.Check(Name, errors, texts);
        if (string.IsNullOrEmpty(NewPassword))
        {
            errors.Add("newPassword", texts["Register.NewPasswordMissing"]);
        }
        else if (!string.Equals(NewPassword, RepeatPassword, StringComparison.Ordinal))
        {
            errors.Add("repeatPassword", texts["Register.RepeatPasswordWrong"]);
        }
    }
}
