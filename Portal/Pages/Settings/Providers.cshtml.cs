using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.External;
using Portal.Core.Accounts.Factors;
using Portal.Core.Storage.Model;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;
using Portal.SignIn.Providers;

namespace Portal.Pages.Settings;

/// <summary>Lists the providers by which a person signs in, and takes one away.</summary>
[RecentProof]
internal sealed class ProvidersModel(
    ChangeProviders logins, ProviderCatalog providers, FactorSetUp setUp, CurrentReader reader, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    [BindProperty(Name = "id")]
    public string? Id { get; set; }

    public FormErrors Errors { get; } = new();

    public IReadOnlyList<ExternalLogin> Logins { get; private set; } = [];

    /// <summary>What the provider is called today; one that the tenant has taken out keeps the name that it had in the settings.</summary>
    public string NameOf(ExternalLogin login) => providers.Find(reader.Session!.Tenant, login.Provider)?.DisplayName ?? login.Provider;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Logins = await logins.OfAsync(reader.Session!.AccountId, cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Saved = false;
        var id = new byte[32];
        if (Convert.FromHexString(Id ?? "", id, out var read, out var written) != System.Buffers.OperationStatus.Done || written != id.Length || read != Id!.Length)
        {
            return NotFound();
        }

        switch (await logins.RemoveAsync(setUp.Owner(HttpContext), id, cancellationToken))
        {
            case FactorRemoval.Removed:
                return LocalRedirect("/settings/providers?saved=true");
            case FactorRemoval.OnlyWay:
                Errors.Add("", texts["Settings.ProviderLast"]);
                await OnGetAsync(cancellationToken);
                return Page();
            default:
                return NotFound();
        }
    }
}
