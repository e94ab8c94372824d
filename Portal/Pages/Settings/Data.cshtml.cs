using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>Everything that the portal has of a person, to take away.</summary>
[RecentProof]
internal sealed class DataModel : PageModel
{
    public void OnGet()
    {
        // Nothing happens before the form is sent.
    }

    public IActionResult OnPost() => new DataDownload();
}
