using Microsoft.AspNetCore.Mvc;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Retention;
using Portal.Core.Messages.Threads;
using Portal.Pages.Compose;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>One message for paper: all that its head says, and its words. A frame would be cut at the end of what is seen of it.</summary>
internal sealed class PrintModel(
    OpenMessage messages, MarkRead mark, ListConversation conversations, FindClosedMailboxes closed, ComposeOffers offers,
    MessageReceipts receipts, ExtendMessage extend, CurrentReader reader)
    : MessageModel(messages, mark, conversations, closed, offers, receipts, extend, reader)
{
    public override Task<IActionResult> OnGetAsync(Guid id, string? view, CancellationToken cancellationToken) =>
        ShowAsync(id, asText: true, withConversation: false, cancellationToken);

    // It is told on the message's own page.
    protected override IActionResult ShowLock(Guid id) => LocalRedirect($"/messages/{id:N}");
}
