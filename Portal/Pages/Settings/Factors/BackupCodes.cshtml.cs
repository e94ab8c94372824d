using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Factors;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Settings.Factors;

/// <summary>Makes the codes that stand in for a second factor, and shows them this once.</summary>
[RecentProof(WithSecondFactor = true)]
[DuringSetUp]
internal sealed class BackupCodesModel(
    FactorSetUp setUp, ListFactors factors, BackupCodes codes, CurrentReader reader, Site site, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = WantedPath.Name, SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The name of the codes that the form was shown for.</summary>
    [BindProperty(Name = "replaces")]
    public string? Replaces { get; set; }

    /// <summary>The new codes; none where none were made just now.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>How many are left.</summary>
    public int Left { get; private set; }

    /// <summary>The codes as a text file, in the address itself: what is shown once is kept nowhere.</summary>
    public string TextFile =>
        $"data:text/plain;charset=utf-8,{Uri.EscapeDataString($"{texts["Factor.BackupFile", site.Tenant.DisplayName]}\r\n\r\n{string.Join("\r\n", Codes)}\r\n")}";

    /// <summary>The name of the codes that are there, for the form that replaces them.</summary>
    public string Present { get; private set; } = "";

    /// <summary>Whether the form came once more, and its codes were shown already.</summary>
    public bool Repeated { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // They stand in for a factor; where there is none they would be for nothing.
        if ((await factors.OfAsync(reader.Session!.AccountId, cancellationToken)).Any
            && await codes.MakeAsync(setUp.Owner(HttpContext), Replaces ?? "", cancellationToken) is { } made)
        {
            Codes = made;
            Left = Codes.Count;
            return Page();
        }

        var shown = await ShowAsync(cancellationToken);
        Repeated = Left > 0;
        return shown;
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        var has = await factors.OfAsync(reader.Session!.AccountId, cancellationToken);
        Left = has.BackupCodes;
        Present = await codes.PresentAsync(reader.Session.AccountId, cancellationToken);
        return has.Any ? Page() : LocalRedirect(WantedPath.Along(SignInSteps.SetUp, ReturnUrl));
    }
}
