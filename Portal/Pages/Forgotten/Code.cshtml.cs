using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Resets;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Forgotten;

/// <summary>Takes the code that came by SMS, or that the help desk read out, and leads to the page for the new password.</summary>
[EnableRateLimiting(RateLimits.Forgotten)]
internal sealed class CodeModel(RedeemCode redeem, TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public FormErrors Errors { get; } = new();

    public ResetWay Way => tenants[TenantCatalog.Default].PasswordReset;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            Errors.Add("code", texts["ResetCode.Missing"]);
            return Page();
        }

        if (await redeem.RedeemAsync(Code, ResetCookie.Read(Request), cancellationToken) is { } token)
        {
            return LocalRedirect($"/reset/{token}");
        }

        Errors.Add("code", texts["ResetCode.Wrong"]);
        return Page();
    }
}
