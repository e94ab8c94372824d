using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.MailCodes;
using Portal.Core.Mime;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.SignIn.Code;

/// <summary>Mails a code to sign in with. Whoever's address it is, or nobody's, the same happens next.</summary>
[EnableRateLimiting(RateLimits.MailCode)]
internal sealed class AskModel(
    SendMailCode codes, SealedCookie<PendingCode> pending, TenantCatalog tenants, TimeProvider time, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "returnUrl", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public FormErrors Errors { get; } = new();

    private bool Allowed => tenants[TenantCatalog.Default].SignInByMailCode;

    public IActionResult OnGet() => Allowed ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Allowed)
        {
            return NotFound();
        }

        if (!AddressList.TryParseAddrSpec(Email?.Trim() ?? "", out var address))
        {
            Errors.Add("email", texts["SignIn.EmailMissing"]);
            return Page();
        }

        var secret = await codes.SendAsync(
            new MailCodeRequest
            {
                Tenant = TenantCatalog.Default,
                Address = address,
                Purpose = MailCodePurpose.SignIn,
                Language = CultureInfo.CurrentUICulture.Name,
                Device = KnownDevices.Read(Request),
            },
            cancellationToken);
        pending.Write(Response, PendingCode.Cookie, new PendingCode
        {
            Address = address,
            Secret = secret.ToText(),
            ReturnUrl = LocalPath.IsSafe(ReturnUrl) ? ReturnUrl : null,
            ExpiresAt = time.GetUtcNow() + SendMailCode.Lifetime + TimeSpan.FromMinutes(5), // so that a late one is told that it is late
        });
        return LocalRedirect("/sign-in/code/enter");
    }
}
