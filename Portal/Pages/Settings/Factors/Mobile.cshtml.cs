using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Outbox.Sms;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings.Factors;

/// <summary>Sets the number to which codes go. It counts once a code has come back.</summary>
[RecentProof(WithSecondFactor = true)]
[DuringSetUp]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class MobileModel(
    FactorSetUp setUp, ListFactors factors, ChangeMobile mobile, FactorSms sms, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = WantedPath.Name, SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "number")]
    public string? Number { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public FormErrors Errors { get; } = new();

    /// <summary>The masked number to which a code went that is still good, or null.</summary>
    public string? SentTo { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => OfferedAsync(Page, cancellationToken);

    /// <summary>Sends a code to the number.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => await OfferedAsync(async () =>
    {
        if (!PhoneNumber.TryParse(Number, out var number, out var fault))
        {
            Errors.Add("number", fault == PhoneNumberFault.NotInternational ? texts["Factor.NumberHome"] : texts["Factor.NumberWrong"]);
            return Page();
        }

        if (await sms.SendAsync(HttpContext, setUp.Owner(HttpContext), setUp.SessionId, number, cancellationToken) is { } error)
        {
            Errors.Add("number", error);
            return Page();
        }

        return LocalRedirect(WantedPath.Along("/settings/mobile", ReturnUrl));
    }, cancellationToken);

    /// <summary>The code that came.</summary>
    public async Task<IActionResult> OnPostCodeAsync(CancellationToken cancellationToken) => await OfferedAsync(async () =>
    {
        if (await mobile.ProveAsync(setUp.Owner(HttpContext), setUp.SessionId, Code ?? "", cancellationToken))
        {
            return await setUp.AddedAsync(HttpContext, SignInMethods.SmsCode, FactorSetUp.Done(ReturnUrl), cancellationToken);
        }

        Errors.Add("code", texts["Second.CodeWrong"]);
        SentTo = (await sms.SentAsync(setUp.SessionId, cancellationToken))?.Masked;
        return Page();
    }, cancellationToken);

    private Task<IActionResult> OfferedAsync(Func<IActionResult> answer, CancellationToken cancellationToken) =>
        OfferedAsync(() => Task.FromResult(answer()), cancellationToken);

    private async Task<IActionResult> OfferedAsync(Func<Task<IActionResult>> answer, CancellationToken cancellationToken)
    {
        if (setUp.Policy == SecondFactorPolicy.Off || !factors.SmsIsSent)
        {
            return NotFound();
        }

        SentTo = (await sms.SentAsync(setUp.SessionId, cancellationToken))?.Masked;
        return await answer();
    }
}
