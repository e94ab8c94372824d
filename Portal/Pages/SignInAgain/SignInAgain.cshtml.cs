using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.SignInAgain;

/// <summary>Asks somebody who is signed in once more for the password, before a change that matters.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
[DuringSetUp]
internal sealed class SignInAgainModel(
    CheckPassword passwords, ReaderSession session, CurrentReader reader, ReadAccount accounts, ListFactors factors, TimeProvider time,
    IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "returnUrl", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "password")]
    public string? Password { get; set; }

    /// <summary>For the browser's store of passwords.</summary>
    public string? Address => reader.Session!.Mailboxes is [var first, ..] ? first.Address : null;

    public FormErrors Errors { get; } = new();

    /// <summary>Whether a passkey does as well.</summary>
    public bool HasPasskey { get; private set; }

    /// <summary>Whether there is a password to ask for; who came in by a provider or a code to the mailbox comes that way again.</summary>
    public bool HasPassword { get; private set; }

    /// <summary>The page for the second factor, and what it leads to.</summary>
    public string Second(string way) =>
        $"{SignInSteps.Second}{QueryString.Create("with", way).Add("returnUrl", LocalPath.Or(ReturnUrl, SignInSteps.Inbox))}";

    /// <summary>Whoever has no password is asked for another factor, where one can be asked for; else he comes in anew, and is asked for the second step there.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var (id, stop) = (reader.Session!.AccountId, HttpContext.RequestAborted);
        var has = await factors.OfAsync(id, stop);
        HasPasskey = has.Passkeys > 0;
        HasPassword = await accounts.OfAsync(id, stop) is not { PasswordHash: null };
        if ((has.Works || has.BackupCodes > 0) && !HasPassword)
        {
            context.Result = LocalRedirect(Second(""));
            return;
        }

        await next();
    }

    public void OnGet()
    {
    }

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
