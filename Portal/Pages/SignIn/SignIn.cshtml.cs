using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Providers;
using Portal.SignIn.Passkeys;

namespace Portal.Pages.SignIn;

/// <summary>Signs a person in with address and password.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SignInModel(
    CheckPassword passwords, SignInSteps steps, CurrentReader reader, AskPasskey ask, VerifyPasskey verify, IStringLocalizer<Texts> texts) : PageModel
{
    /// <summary>Where passkeys are sent that sign in by themselves.</summary>
    public const string ByPasskey = "/sign-in?handler=passkey";

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "password")]
    public string? Password { get; set; }

    [BindProperty(Name = "returnUrl", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "ended", SupportsGet = true)]
    public bool Ended { get; set; }

    [BindProperty(Name = "signedOut", SupportsGet = true)]
    public bool SignedOut { get; set; }

    /// <summary>Why a sign-in by a provider came to nothing; null in what is not one of the known reasons.</summary>
    public ExternalFailure? External => Enum.TryParse<ExternalFailure>(Request.Query["external"], out var failure) && Enum.IsDefined(failure) ? failure : null;

    /// <summary>Whether a change of the password met another one.</summary>
    [BindProperty(Name = "changed", SupportsGet = true)]
    public bool Changed { get; set; }

    [BindProperty(Name = "reset", SupportsGet = true)]
    public bool Reset { get; set; }

    [BindProperty(Name = "token")]
    public string? Token { get; set; }

    [BindProperty(Name = "credential")]
    public string? Credential { get; set; }

    public SignInForm Form { get; private set; } = null!;

    private FormErrors Errors { get; } = new();

    public async Task<IActionResult> OnGetAsync() =>
        reader.Session is null ? await ShowAsync() : LocalRedirect(LocalPath.Or(ReturnUrl, SignInSteps.Inbox));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Email))
        {
            Errors.Add("email", texts["SignIn.EmailMissing"]);
        }

        if (string.IsNullOrEmpty(Password))
        {
            Errors.Add("password", texts["SignIn.PasswordMissing"]);
        }

        return Errors.Any ? await ShowAsync() : await CheckAsync(Email!, Password!, cancellationToken);
    }

    /// <summary>A passkey whose authenticator verified its user: whoever has it needs neither address nor password, nor a second factor.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        var answer = new PasskeyAnswer(Token, Credential);
        if (await verify.AnswerAsync(HttpContext, PasskeyPurpose.SignIn, "", answer, cancellationToken) is { } account)
        {
            using var proof = new SignInProof { Account = account, Tenant = TenantCatalog.Default, Methods = SignInMethods.Passkey };
            if (await steps.ContinueAsync(HttpContext, proof, ReturnUrl, cancellationToken) is { } next)
            {
                return next;
            }
        }

        Errors.Add("", texts["SignIn.PasskeyWrong"]);
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        Form = new SignInForm(Email, ReturnUrl, Errors) { Passkey = await ask.AnyAsync(HttpContext, ByPasskey, ReturnUrl) };
        return Page();
    }

    // One answer for an unknown address, a wrong password and a locked account: which of them it was is nobody else's business. That an account
    // expired is told to who has its password.
    private async Task<IActionResult> CheckAsync(string email, string password, CancellationToken cancellationToken)
    {
        try
        {
            var address = AddressList.TryParseAddrSpec(email.Trim(), out var normalised) ? normalised : email;
            if (await passwords.CheckAsync(TenantCatalog.Default, address, password, KnownDevices.Read(Request), cancellationToken) is { } right)
            {
                using var proof = SignInProof.Of(right, TenantCatalog.Default);
                if (right.Account.State == AccountState.Expired)
                {
                    Errors.Add("email", texts["SignIn.Expired"]);
                    return await ShowAsync();
                }

                if (await steps.ContinueAsync(HttpContext, proof, ReturnUrl, cancellationToken) is { } next)
                {
                    return next;
                }
            }
        }
        catch (TooManySignInsException)
        {
            Response.Headers.RetryAfter = "10";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Errors.Add("email", texts["SignIn.Wrong"]);
        return await ShowAsync();
    }
}
