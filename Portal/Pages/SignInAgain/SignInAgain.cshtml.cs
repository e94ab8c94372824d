using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.SignInAgain;

/// <summary>Asks somebody who is signed in once more for the password, before a change that matters.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SignInAgainModel(
    CheckPassword passwords, ReaderSession session, CurrentReader reader, TimeProvider time, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "returnUrl", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "password")]
    public string? Password { get; set; }

    /// <summary>For the browser's store of passwords.</summary>
    public string? Address => reader.Session!.Mailboxes is [var first, ..] ? first.Address : null;

    public FormErrors Errors { get; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Password))
        {
            Errors.Add("password", texts["SignIn.PasswordMissing"]);
            return Page();
        }

        try
        {
            using var right = await passwords.CheckAgainAsync(reader.Session!.AccountId, Password, KnownDevices.Read(Request), cancellationToken);
            if (right is not null)
            {
                return await ProvedAsync(cancellationToken);
            }
        }
        catch (TooManySignInsException)
        {
            Response.Headers.RetryAfter = "10";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        Errors.Add("password", texts["SignInAgain.Wrong"]);
        return Page();
    }

    private async Task<IActionResult> ProvedAsync(CancellationToken cancellationToken)
    {
        var content = reader.Session! with { ProvedAt = time.GetUtcNow() };
        return await session.ReplaceAsync(HttpContext, content, cancellationToken)
            ? LocalRedirect(LocalPath.Or(ReturnUrl, SignInSteps.Inbox))
            : LocalRedirect("/sign-in");
    }
}
