using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;

namespace Portal.Pages.Check;

/// <summary>
/// Answers whether the portal sent a notice, by the code that is printed in it. The code comes in a form and the answer with it, so that it stands in no address,
/// log or history. It changes nothing.
/// </summary>
[EnableRateLimiting(RateLimits.Check)]
internal sealed class CheckModel(CheckNotice notices, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    /// <summary>Whether a code was asked for.</summary>
    public bool Asked { get; private set; }

    /// <summary>What it belongs to, or null where no notice has it.</summary>
    public CheckedNotice? Found { get; private set; }

    public FormErrors Errors { get; } = new();

    public void OnGet()
    {
    }

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            Errors.Add("code", texts["Check.CodeMissing"]);
            return;
        }

        (Found, Asked) = (await notices.FindAsync(Code, cancellationToken), true);
    }
}
