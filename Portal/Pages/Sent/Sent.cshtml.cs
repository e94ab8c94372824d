using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Invitations;
using Portal.Resources;
using Portal.Security;

namespace Portal.Pages.Sent;

/// <summary>
/// Where the link of a mail to a sender leads: there he asks for another initial password for the recipient, which comes to him by mail and is never shown
/// here. Opening it only looks: mail scanners open every link.
/// </summary>
[EnableRateLimiting(RateLimits.Notice)]
internal sealed class SentModel(FindSenderLink links, RenewInvitation renew, When when, IStringLocalizer<Texts> texts) : PageModel
{
    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    /// <summary>After the button: what became of it.</summary>
    [FromQuery(Name = "done")]
    public bool Done { get; set; }

    /// <summary>The recipient, or null where the link is unknown or over.</summary>
    public string? Address { get; private set; }

    public string? Note { get; private set; }

    public bool MayAsk { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await links.FindAsync(Token, cancellationToken) is not { } link)
        {
            return NotKnown();
        }

        Address = link.Address;
        MayAsk = !link.Registered && !Done;
        Note = Done ? texts["Sent.Done"].Value : link.Registered ? texts["Sent.Registered"].Value : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var outcome = await renew.ForSenderAsync(Token, cancellationToken);
        if (outcome is RenewOutcome.Sent)
        {
            return LocalRedirect($"/sent/{Token}?done=true");
        }

        if (outcome is RenewOutcome.Unknown || await links.FindAsync(Token, cancellationToken) is not { } link)
        {
            return NotKnown();
        }

        Done = false;
        Address = link.Address;
        Note = outcome switch
        {
            RenewOutcome.Registered => texts["Sent.Registered"].Value,
            RenewOutcome.InvitedByAnother => texts["Sent.InvitedByAnother"].Value,
            RenewOutcome.TooSoon soon => texts["Sent.TooSoon", when.Of(soon.Until).Full].Value,
            _ => null,
        };
        return Page();
    }

    private static PageResult NotKnown() => new() { StatusCode = StatusCodes.Status404NotFound };
}
