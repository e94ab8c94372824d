using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Messages.Tracking;
using Portal.Resources;
using Portal.Security;

namespace Portal.Pages.Sent;

/// <summary>
/// Where the link of a mail to a sender leads: what became of his message, and what he can do. Another initial password comes to him by mail and is never shown
/// here. Opening it only looks: mail scanners open every link. A link of an older version knows no message, and brings a new initial password alone.
/// </summary>
[EnableRateLimiting(RateLimits.Notice)]
internal sealed class SentModel(FindSenderMessage links, RenewInvitation renew, SentDesk desk, IStringLocalizer<Texts> texts) : SentViewModel(desk, texts)
{
    private SentByLink? _found;

    [FromRoute(Name = "token")]
    public string Token { get; set; } = "";

    /// <inheritdoc />
    public override string Path => $"/sent/{Token}";

    /// <summary>What the link leads to, or null where it is unknown or over.</summary>
    public SenderLinkTarget? Link => _found?.Link;

    /// <inheritdoc />
    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var page = await base.OnGetAsync(cancellationToken);
        if (Link is null || Message is not null)
        {
            return page;
        }

        Note = Done == SentAct.Password ? Words["Sent.DonePassword"].Value : Link.Registered ? Words["Sent.Registered"].Value : null;
        return Page();
    }

    /// <inheritdoc />
    public override async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "do")] SentAct act, [FromForm] Guid delivery, [FromForm] bool sure, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not null || Link is null)
        {
            return await base.OnPostAsync(act, delivery, sure, cancellationToken);
        }

        Done = SentAct.None;
        Note = Desk.Refusal(await renew.ForSenderAsync(Token, cancellationToken));
        return Note is null ? LocalRedirect($"{Path}?done={SentAct.Password}") : Page();
    }

    // Whoever follows an old link is told what to do.
    protected override IActionResult NotKnown() => new PageResult { StatusCode = StatusCodes.Status404NotFound };

    /// <inheritdoc />
    protected override async Task<SentMessage?> FindAsync(CancellationToken cancellationToken) =>
        (_found = await links.FindAsync(Token, cancellationToken))?.Message;
}
