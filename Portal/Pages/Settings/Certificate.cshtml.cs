using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Messages.Certificates;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>A person's own S/MIME certificates: adds one that a code in an encrypted mail proves, and says whether messages leave for it or wait here.</summary>
[RecentProof]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class CertificateModel(
    ListCertificates list, AddCertificate add, ProveCertificate prove, ChangeCertificate change, CurrentReader reader, FactorSetUp setUp,
    TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "id")]
    public string? Id { get; set; }

    [BindProperty(Name = "file")]
    public IFormFile? Upload { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    [BindProperty(Name = "use")]
    public bool Use { get; set; }

    [BindProperty(Name = "done", SupportsGet = true)]
    public string? Done { get; set; }

    public IReadOnlyList<AddressCertificates> Own { get; private set; } = [];

    public FormErrors Errors { get; } = new();

    private Guid Row => Guid.TryParseExact(Id, "N", out var id) ? id : Guid.Empty;

    private bool Offered => tenants[reader.Session!.Tenant].OwnCertificates;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        if (!Offered)
        {
            return NotFound();
        }

        var fault = await add.AddAsync(setUp.Owner(HttpContext), Row, await ReadAsync(cancellationToken), reader.Session!.Language, cancellationToken);
        if (fault is null)
        {
            return Told("Sent");
        }

        Errors.Add($"file-{Row:N}", texts[$"Certificate.{fault}"]);
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostProveAsync(CancellationToken cancellationToken)
    {
        if (!Offered)
        {
            return NotFound();
        }

        var outcome = await prove.ProveAsync(setUp.Owner(HttpContext), Row, Code ?? "", cancellationToken);
        if (outcome == ProveCertificateOutcome.Proved)
        {
            return Told("Proved");
        }

        Errors.Add($"code-{Row:N}", texts[$"Certificate.Code{outcome}"]);
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostUseAsync(CancellationToken cancellationToken)
    {
        return await change.UseAsync(setUp.Owner(HttpContext), Row, Use, cancellationToken)
            ? Told(Use ? "Used" : "Waits")
            : LocalRedirect("/settings/certificate");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        return await change.RemoveAsync(setUp.Owner(HttpContext), Row, cancellationToken) ? Told("Removed") : LocalRedirect("/settings/certificate");
    }

    private LocalRedirectResult Told(string done) => LocalRedirect($"/settings/certificate?done={done}");

    // A form is never longer than what is looked at (WebDoor).
    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        if (Upload is not null)
        {
            await Upload.CopyToAsync(bytes, cancellationToken);
        }

        return bytes.ToArray();
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        if (!Offered)
        {
            return NotFound();
        }

        Own = await list.OfAsync(reader.Session!.AccountId, cancellationToken);
        return Page();
    }
}
