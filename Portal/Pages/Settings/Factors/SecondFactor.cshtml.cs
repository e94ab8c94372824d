using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Factors;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings.Factors;

/// <summary>Lists a person's second factors, and removes them.</summary>
[RecentProof]
[DuringSetUp]
internal sealed class SecondFactorModel(
    FactorSetUp setUp, ListFactors factors, AuthenticatorApp app, ChangeMobile mobile, TrustDevice trust, CurrentReader reader) : PageModel
{
    [BindProperty(Name = WantedPath.Name, SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    public FormErrors Errors { get; } = new();

    public AccountFactors Has { get; private set; } = new();

    public bool Offered => setUp.Policy != SecondFactorPolicy.Off;

    public bool SmsIsSent => factors.SmsIsSent;

    /// <summary>Whether nothing else can be reached before one is set up.</summary>
    public bool Needed => reader.Session!.NeedsFactor;

    public Task OnGetAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAppAsync(CancellationToken cancellationToken) =>
        await RemovedAsync(() => app.RemoveAsync(setUp.Owner(HttpContext), cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostMobileAsync(CancellationToken cancellationToken) =>
        await RemovedAsync(() => mobile.RemoveAsync(setUp.Owner(HttpContext), cancellationToken), cancellationToken);

    /// <summary>Asks for the second factor in every browser again.</summary>
    public async Task<IActionResult> OnPostDevicesAsync(CancellationToken cancellationToken)
    {
        await trust.EndAsync(reader.Session!.AccountId, cancellationToken);
        return LocalRedirect(FactorSetUp.Done(ReturnUrl));
    }

    /// <summary>Where the last button leads: to where the person wanted to go before this came between.</summary>
    public string Next => LocalPath.Or(ReturnUrl, SignInSteps.Inbox);

    /// <summary>Whether there is that button: once something is set up, and not for whoever only came to look.</summary>
    public bool Leads => Has.Any && !Needed && (Saved || Next != SignInSteps.Inbox);

    // Looking, and being asked more often, is free; removing needs what is to be removed, or another (threat B10).
    private async Task<IActionResult> RemovedAsync(Func<Task<FactorRemoval>> remove, CancellationToken cancellationToken)
    {
        if (await setUp.IsUnprovedAsync(cancellationToken))
        {
            return LocalRedirect($"{SignInSteps.Second}{QueryString.Create(WantedPath.Name, SignInSteps.SetUp)}");
        }

        if (setUp.Why(await remove()) is not { } why)
        {
            return LocalRedirect(FactorSetUp.Done(ReturnUrl));
        }

        Errors.Add("", why);
        await ReadAsync(cancellationToken);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancellationToken) => Has = await factors.OfAsync(reader.Session!.AccountId, cancellationToken);
}
