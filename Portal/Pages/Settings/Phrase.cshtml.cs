using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>A phrase of the person's own, by which he knows the portal's mails.</summary>
internal sealed class PhraseModel(FindProfile profiles, ChangeProfile change, CurrentReader reader, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "phrase")]
    public string? Phrase { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    /// <summary>Whether there is one to remove.</summary>
    public bool Present { get; private set; }

    public FormErrors Errors { get; } = new();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Phrase = (await profiles.FindAsync(reader.Session!.AccountId, cancellationToken))?.Profile.Phrase;
        Present = Phrase is not null;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var phrase = Phrase?.Trim() ?? "";
        if (phrase.Length == 0)
        {
            Errors.Add("phrase", texts["Phrase.Missing"]);
        }
        else if (!PhraseText.IsAllowed(phrase))
        {
            Errors.Add("phrase", texts["Phrase.Wrong", PhraseText.Longest]);
        }

        return Errors.Any ? Page() : await SaveAsync(phrase, cancellationToken);
    }

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken) => SaveAsync(null, cancellationToken);

    private async Task<IActionResult> SaveAsync(string? phrase, CancellationToken cancellationToken)
    {
        await change.RecogniseAsync(reader.Session!.AccountId, phrase, cancellationToken);
        return LocalRedirect("/settings/phrase?saved=true");
    }
}
