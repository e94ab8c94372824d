using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Core.Tenants;
using Portal.Security;
using Portal.SignIn.Providers;

namespace Portal.Pages.SignIn.External;

/// <summary>
/// Leads to a provider: a page that names it and moves on by itself, also without script. A redirect would not do, because our policy
/// lets no form end on another site (CSP form-action), and no list could name all sites that providers send people through.
/// </summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class LeaveModel(ProviderCatalog providers, BeginAttempt begin, ExternalLog log) : PageModel
{
    [BindProperty(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    public string DisplayName { get; private set; } = "";

    public string Target { get; private set; } = "";

    // Loaded again after a while: nothing begins without the form.
    public IActionResult OnGet(string provider) =>
        providers.Find(TenantCatalog.Default, provider) is null ? NotFound() : LocalRedirect("/sign-in");

    public async Task<IActionResult> OnPostAsync(string provider, CancellationToken cancellationToken)
    {
        if (providers.Find(TenantCatalog.Default, provider) is not { } found)
        {
            return NotFound();
        }

        try
        {
            Target = await begin.BeginAsync(HttpContext, found, LocalPath.IsSafe(ReturnUrl) ? ReturnUrl : null, cancellationToken);
        }
        catch (ExternalSignInException error)
        {
            log.Failed(found, error);
            return EnterByProvider.Failed(error.Failure);
        }

        DisplayName = found.DisplayName;
        Response.Headers["Refresh"] = $"0;url={Target}";
        return Page();
    }
}
