using Portal.Pages.Passkeys;
using Portal.Pages.Shared;

namespace Portal.Pages.SignIn;

/// <summary>What the sign-in form shows, on its own page and behind the link of a notice.</summary>
internal sealed record SignInForm(string? Address, string? ReturnUrl, FormErrors Errors)
{
    /// <summary>The form for a passkey, or null.</summary>
    public PasskeyForm? Passkey { get; init; }
}
