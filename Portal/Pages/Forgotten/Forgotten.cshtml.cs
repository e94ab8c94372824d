using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Resets;
using Portal.Core.Mime;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Forgotten;

/// <summary>
/// Takes down that somebody has forgotten the password. The answer is one for all addresses: what the page says and does depends on the tenant alone, and
/// nobody is looked up before it has been given.
/// </summary>
[EnableRateLimiting(RateLimits.Forgotten)]
internal sealed class ForgottenModel(AskReset ask, TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "phone")]
    public string? Phone { get; set; }

    [BindProperty(Name = "sent", SupportsGet = true)]
    public bool Sent { get; set; }

    public FormErrors Errors { get; } = new();

    public ResetWay Way => tenants[TenantCatalog.Default].PasswordReset;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Sent = false;
        if (string.IsNullOrWhiteSpace(Email))
        {
            Errors.Add("email", texts["SignIn.EmailMissing"]);
        }

        if (Way == ResetWay.HelpDesk && (Phone ?? "").Count(char.IsAsciiDigit) < 4)
        {
            Errors.Add("phone", texts["Forgotten.PhoneMissing"]);
        }

        return Errors.Any ? Page() : await AskAsync(Email!.Trim(), cancellationToken);
    }

    private async Task<IActionResult> AskAsync(string email, CancellationToken cancellationToken)
    {
        var browser = Way == ResetWay.Sms ? ResetCookie.Write(Response) : null;
        await ask.AskAsync(
            new ResetRequest
            {
                Tenant = TenantCatalog.Default,
                Address = AddressList.TryParseAddrSpec(email, out var address) ? address : email,
                Language = CultureInfo.CurrentUICulture.Name,
                CallBack = Way == ResetWay.HelpDesk ? Phone!.Trim() : "",
                Browser = browser,
                Device = KnownDevices.Read(Request),
                Network = HttpContext.Connection.RemoteIpAddress,
            },
            cancellationToken);
        return LocalRedirect(Way == ResetWay.Sms ? "/forgotten/code" : "/forgotten?sent=true");
    }
}
