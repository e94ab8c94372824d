using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passkeys;
using Portal.Core.Tenants;
using Portal.Pages.Passkeys;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;
using Portal.SignIn.Passkeys;

namespace Portal.Pages.Settings.Factors;

/// <summary>Lists a person's passkeys; adds, renames and removes them.</summary>
[RecentProof(WithSecondFactor = true)]
[DuringSetUp]
internal sealed class PasskeysModel(
    FactorSetUp setUp, ChangePasskeys passkeys, AskPasskey ask, VerifyPasskey verify, CurrentReader reader, IStringLocalizer<Texts> texts) : PageModel
{
    private const string Path = "/settings/passkeys";
    private const int LongestName = 60;

    [BindProperty(Name = WantedPath.Name, SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    [BindProperty(Name = "id")]
    public string? Id { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "token")]
    public string? Token { get; set; }

    [BindProperty(Name = "credential")]
    public string? Credential { get; set; }

    public FormErrors Errors { get; } = new();

    public IReadOnlyList<StoredPasskey> Passkeys { get; private set; } = [];

    /// <summary>The form for a new one, or null where none may be added.</summary>
    public PasskeyForm? New { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (setUp.Policy != SecondFactorPolicy.Off
            && await verify.NewAsync(HttpContext, reader, new PasskeyAnswer(Token, Credential), cancellationToken) is { } made
            && await passkeys.AddAsync(setUp.Owner(HttpContext), made, NameOr(BrowserName.Of(Request.Headers.UserAgent)), cancellationToken))
        {
            return await setUp.AddedAsync(HttpContext, SignInMethods.SecondPasskey, FactorSetUp.Done(ReturnUrl), cancellationToken);
        }

        Errors.Add("", texts["Factor.PasskeyWrong"]);
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostRenameAsync(CancellationToken cancellationToken) =>
        await passkeys.RenameAsync(reader.Session!.AccountId, Id ?? "", NameOr(texts["Factor.PasskeyNoName"]), cancellationToken)
            ? LocalRedirect(WantedPath.Along($"{Path}?saved=true", ReturnUrl))
            : NotFound();

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        var removal = await passkeys.RemoveAsync(setUp.Owner(HttpContext), Id ?? "", cancellationToken);
        if (setUp.Why(removal) is { } why)
        {
            Errors.Add("", why);
            return await ShowAsync(cancellationToken);
        }

        return removal == FactorRemoval.Removed ? LocalRedirect(WantedPath.Along($"{Path}?saved=true", ReturnUrl)) : NotFound();
    }

    // Control and turning characters would let one passkey pass for another.
    private string NameOr(string otherwise)
    {
        var name = string.Concat((Name ?? "").Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)).Trim();
        return name.Length == 0 ? (otherwise.Length == 0 ? texts["Factor.PasskeyNoName"] : otherwise) : name[..Math.Min(name.Length, LongestName)];
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Passkeys = await passkeys.OfAsync(reader.Session!.AccountId, cancellationToken);
        New = setUp.Policy == SecondFactorPolicy.Off || Passkeys.Count >= ChangePasskeys.Most
            ? null
            : await ask.NewAsync(HttpContext, reader, WantedPath.Along(Path, ReturnUrl), cancellationToken);
        return Page();
    }
}
