using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Pages.Register;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>What a person tells about himself.</summary>
internal sealed class ProfileModel(ChangeProfile profiles, ReaderSession session, CurrentReader reader, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    public FormErrors Errors { get; } = new();

    public void OnGet() => Name = reader.Session!.Name;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        PersonName.Check(Name, Errors, texts);
        if (Errors.Any)
        {
            return Page();
        }

        var name = Name!.Trim();
        await profiles.RenameAsync(reader.Session!.AccountId, name, cancellationToken);
        return await session.ReplaceAsync(HttpContext, reader.Session! with { Name = name }, cancellationToken)
            ? LocalRedirect("/settings/profile?saved=true")
            : LocalRedirect("/sign-in");
    }
}
