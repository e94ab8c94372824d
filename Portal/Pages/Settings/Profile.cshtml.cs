using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Tenants;
using Portal.Pages.Language;
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

    [BindProperty(Name = "language")]
    public string? Language { get; set; }

    [BindProperty(Name = "timeZone")]
    public string? Zone { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    public FormErrors Errors { get; } = new();

    public void OnGet() => (Name, Language, Zone) = (reader.Session!.Name, reader.Session.Language, reader.Session.TimeZone);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        PersonName.Check(Name, Errors, texts);
        var (zone, language) = (string.IsNullOrEmpty(Zone) ? null : Zone, Languages.Find(Language)?.Name);
        if (zone is not null && TimeZones.Find(zone) is null)
        {
            Errors.Add("timeZone", texts["Profile.TimeZoneWrong"]);
        }

        if (Errors.Any)
        {
            return Page();
        }

        var name = Name!.Trim();
        await profiles.IntroduceAsync(reader.Session!.AccountId, name, zone, language, cancellationToken);
        if (language is not null)
        {
            LanguageChoice.Forget(Response);
        }

        var content = reader.Session! with { Name = name, Language = language, TimeZone = zone };
        return await session.ReplaceAsync(HttpContext, content, cancellationToken)
            ? LocalRedirect("/settings/profile?saved=true")
            : LocalRedirect("/sign-in");
    }
}
