using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>The reader's messages, newest first.</summary>
internal sealed class InboxModel(ListMessages messages, FindClosedMailboxes closed, CurrentReader reader) : PageModel
{
    public MessagePage List { get; private set; } = new([], null, null, 0);

    public bool ManyUnread => List.Unread >= ListMessages.UnreadLimit;

    [BindProperty(Name = "welcome", SupportsGet = true)]
    public bool Welcome { get; set; }

    /// <summary>How somebody has just come in by a provider.</summary>
    [BindProperty(Name = "registered", SupportsGet = true)]
    public string? Registered { get; set; }

    /// <summary>What the reader could read and the session cannot open.</summary>
    public IReadOnlyList<ClosedMailbox> Closed { get; private set; } = [];

    public async Task OnGetAsync(string? newer, string? older, CancellationToken cancellationToken)
    {
        List = await messages.PageAsync(reader.Mailboxes, DeliveryFolder.Inbox, newer, older, cancellationToken);
        Closed = await closed.OfAsync(reader.Session!.AccountId, [.. reader.Session.Mailboxes.Select(m => m.Id)], cancellationToken);
    }
}
