using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Messages;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>The reader's messages, newest first.</summary>
internal sealed class InboxModel(ListMessages messages, CurrentReader reader) : PageModel
{
    public MessagePage List { get; private set; } = new([], null, null, 0);

    public bool ManyUnread => List.Unread >= ListMessages.UnreadLimit;

    [BindProperty(Name = "welcome", SupportsGet = true)]
    public bool Welcome { get; set; }

    /// <summary>How somebody has just come in by a provider.</summary>
    [BindProperty(Name = "registered", SupportsGet = true)]
    public string? Registered { get; set; }

    public async Task OnGetAsync(string? newer, string? older, CancellationToken cancellationToken) =>
        List = await messages.PageAsync(reader.Mailboxes, newer, older, cancellationToken);
}
