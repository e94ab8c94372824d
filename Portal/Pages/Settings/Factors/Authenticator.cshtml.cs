using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Settings.Factors;

/// <summary>Sets up an authenticator app. Nothing is stored before the app has shown that it has the secret.</summary>
[RecentProof(WithSecondFactor = true)]
[DuringSetUp]
internal sealed class AuthenticatorModel(
    FactorSetUp setUp, AuthenticatorApp app, AuthenticatorToken tokens, CurrentReader reader, TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = WantedPath.Name, SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "secret")]
    public string? Token { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public FormErrors Errors { get; } = new();

    public AuthenticatorView Shown { get; private set; } = null!;

    public IActionResult OnGet() => setUp.Policy == SecondFactorPolicy.Off ? NotFound() : Show(Totp.CreateSecret());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (setUp.Policy == SecondFactorPolicy.Off)
        {
            return NotFound();
        }

        if (tokens.Read(Token, reader.Session!.AccountId) is not { } secret)
        {
            Errors.Add("code", texts["Factor.AppTooLate"]);
            return Show(Totp.CreateSecret());
        }

        if (await app.AddAsync(setUp.Owner(HttpContext), secret, Code ?? "", cancellationToken))
        {
            return await setUp.AddedAsync(HttpContext, SignInMethods.AuthenticatorCode, FactorSetUp.Done(ReturnUrl), cancellationToken);
        }

        Errors.Add("code", texts["Factor.AppWrong"]);
        return Show(secret);
    }

    private PageResult Show(byte[] secret)
    {
        var address = reader.Session!.Mailboxes is [var first, ..] ? first.Address : reader.Session.Name;
        Shown = AuthenticatorView.Of(
            secret, tokens.Write(secret, reader.Session.AccountId), tenants[reader.Session.Tenant].DisplayName, address);
        return Page();
    }
}
