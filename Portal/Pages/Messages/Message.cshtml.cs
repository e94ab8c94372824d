using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Pages.Compose;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>One message. To open it is to read it: the page needs the owner's session, so no mail scanner gets here.</summary>
internal sealed class MessageModel(OpenMessage messages, MarkRead mark, FindClosedMailboxes closed, ComposeOffers offers, CurrentReader reader)
    : PageModel
{
    public MessageView Message { get; private set; } = null!;

    /// <summary>How it can be answered.</summary>
    public ReplyActions Actions { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, string? view, CancellationToken cancellationToken)
    {
        using var opened = await messages.OpenAsync(reader.Mailboxes, id, cancellationToken);
        if (opened is null)
        {
            if (await messages.NeedsSecondFactorAsync(reader.Mailboxes, id, cancellationToken))
            {
                return LocalRedirect($"{SignInSteps.Second}?returnUrl=/messages/{id:N}");
            }

            var open = reader.Session!.Mailboxes.Select(m => m.Id).ToList();
            return await closed.HoldAsync(reader.Session.AccountId, open, id, cancellationToken)
                ? LocalRedirect($"/unlock?returnUrl=/messages/{id:N}")
                : NotFound();
        }

        Message = await MessageView.OfAsync(opened, asText: view == "text", cancellationToken);
        Actions = await offers.OfAsync(opened, cancellationToken);
        if (opened.ReadAt is null && IsSeen)
        {
            await mark.MarkAsync(reader.Mailboxes, id, cancellationToken);
        }

        return Page();
    }

    // A browser may fetch a page ahead that nobody looks at in the end (Sec-Purpose).
    private bool IsSeen =>
        HttpMethods.IsGet(Request.Method) && !Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);
}
