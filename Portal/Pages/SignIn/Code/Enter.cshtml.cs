using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.MailCodes;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.SignIn.Code;

/// <summary>Takes the code that went to a mailbox, and signs its owner in: it is one factor, and asks for the second like any other.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class EnterModel(
    SealedCookie<PendingCode> pending, CheckMailCode codes, FindAccount accounts, CompleteSignIn complete, TenantCatalog tenants,
    IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public string Address { get; private set; } = "";

    public FormErrors Errors { get; } = new();

    public IActionResult OnGet() => Find() is null ? LocalRedirect("/sign-in/code") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Find() is not { } waiting)
        {
            return LocalRedirect("/sign-in/code");
        }

        if (string.IsNullOrWhiteSpace(Code))
        {
            Errors.Add("code", texts["Code.Missing"]);
            return Page();
        }

        var outcome = MailCodeSecret.Parse(waiting.Secret, MailCodePurpose.SignIn) is { } secret
            ? await codes.CheckAsync(secret, Code, cancellationToken)
            : MailCodeOutcome.Ended;
        if (outcome == MailCodeOutcome.Right
            && (await accounts.ByAddressAsync(TenantCatalog.Default, waiting.Address, cancellationToken))?.Account is { } account)
        {
            SealedCookie<PendingCode>.Delete(Response, PendingCode.Cookie);
            return await complete.ContinueAsync(
                HttpContext, account, TenantCatalog.Default, SignInMethods.MailCode, waiting.ReturnUrl, cancellationToken);
        }

        Errors.Add("code", texts[outcome == MailCodeOutcome.Ended ? "Code.Ended" : "Code.Wrong"]);
        return Page();
    }

    private PendingCode? Find()
    {
        var waiting = tenants[TenantCatalog.Default].SignInByMailCode ? pending.Read(Request, PendingCode.Cookie) : null;
        Address = waiting?.Address ?? "";
        return waiting;
    }
}
