using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.MailCodes;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Providers;

namespace Portal.Pages.SignIn.External;

/// <summary>Takes the code that went to the mailbox which a provider named without vouching for it. Before that, nothing is said of the address.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class MailboxModel(
    SealedCookie<PendingIdentity> pending, CheckMailCode codes, EnterByProvider enter, ProviderCatalog providers, IStringLocalizer<Texts> texts)
    : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public string Provider { get; private set; } = "";

    public string Address { get; private set; } = "";

    public FormErrors Errors { get; } = new();

    public IActionResult OnGet() => Find() is null ? EnterByProvider.Failed(ExternalFailure.Ended) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Find() is not { } waiting)
        {
            return EnterByProvider.Failed(ExternalFailure.Ended);
        }

        if (string.IsNullOrWhiteSpace(Code))
        {
            Errors.Add("code", texts["Code.Missing"]);
            return Page();
        }

        var secret = MailCodeSecret.Parse(waiting.CodeSecret, MailCodePurpose.Mailbox)!;
        switch (await codes.CheckAsync(secret, Code, cancellationToken))
        {
            case MailCodeOutcome.Right:
                SealedCookie<PendingIdentity>.Delete(Response, PendingIdentity.Cookie);
                return await enter.GoOnAsync(HttpContext, waiting.Identity with { MailboxProven = true }, waiting.ReturnUrl, cancellationToken);
            case MailCodeOutcome.Wrong:
                Errors.Add("code", texts["Code.Wrong"]);
                break;
            default:
                Errors.Add("code", texts["Code.Ended"]);
                break;
        }

        return Page();
    }

    private PendingIdentity? Find()
    {
        if (pending.Read(Request, PendingIdentity.Cookie) is not { CodeSecret: not null } waiting)
        {
            return null;
        }

        Provider = providers.Find(waiting.Identity.Tenant, waiting.Identity.Provider)?.DisplayName ?? "";
        Address = waiting.Identity.Address ?? "";
        return waiting;
    }
}
