using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Core.Accounts;
using Portal.Core.Messages.Locks;
using Portal.Core.Storage.Model;
using Portal.Security;

namespace Portal.Pages.Notices;

/// <summary>
/// The same for somebody who has not registered, and will not: who has the link of a notice may say that it went to the wrong person. Looking changes nothing; who
/// has registered signs in first.
/// </summary>
[EnableRateLimiting(RateLimits.Notice)]
internal sealed class NotForMeModel(FindNotice notices, NotForMe notForMe) : PageModel
{
    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    /// <summary>Whether the link leads to a message.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Where the notice itself leads.</summary>
    public string Back => $"/n/{Uri.EscapeDataString(Token)}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        switch (await notices.FindAsync(Token, cancellationToken))
        {
            case null:
                return new PageResult { StatusCode = StatusCodes.Status404NotFound };
            case { Registered: false, Lock: DeliveryLock.None }:
                IsOpen = true;
                return Page();
            default:
                return LocalRedirect(Back);
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await notForMe.ByLinkAsync(Token, cancellationToken);
        return LocalRedirect(Back);
    }
}
