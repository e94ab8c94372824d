using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>How a person is told of new messages.</summary>
internal sealed class NoticesModel(FindProfile profiles, ChangeProfile change, CurrentReader reader) : PageModel
{
    [BindProperty(Name = "choice")]
    public NoticeChoice Choice { get; set; }

    [BindProperty(Name = "hour")]
    public int? Hour { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(reader.Session!.AccountId, cancellationToken) is not { } found)
        {
            return LocalRedirect("/sign-in");
        }

        (Choice, Hour) = (found.Account.Notices, found.Profile.DigestHour);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // The page offers nothing else.
        if (!ModelState.IsValid || !Enum.IsDefined(Choice) || Hour is < 0 or > 23)
        {
            return BadRequest();
        }

        await change.NotifyAsync(reader.Session!.AccountId, Choice, Hour, cancellationToken);
        return LocalRedirect("/settings/notices?saved=true");
    }
}
