using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Replies;
using Portal.Core.Storage.Model;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>The reader's messages in one folder, newest first.</summary>
internal sealed class InboxModel(ListMessages messages, ReturnReplies returns, FindClosedMailboxes closed, CurrentReader reader) : PageModel
{
    public MessagePage List { get; private set; } = new([], null, null, 0);

    public DeliveryFolder Folder { get; private set; }

    public bool ManyUnread => List.Unread >= ListMessages.UnreadLimit;

    [BindProperty(Name = "newer", SupportsGet = true)]
    public string? Newer { get; set; }

    [BindProperty(Name = "older", SupportsGet = true)]
    public string? Older { get; set; }

    [BindProperty(Name = "welcome", SupportsGet = true)]
    public bool Welcome { get; set; }

    /// <summary>How somebody has just come in by a provider.</summary>
    [BindProperty(Name = "registered", SupportsGet = true)]
    public string? Registered { get; set; }

    /// <summary>What has just been done with messages.</summary>
    [BindProperty(Name = "done", SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>With how many.</summary>
    [BindProperty(Name = "count", SupportsGet = true)]
    public int Count { get; set; }

    /// <summary>What the reader could read and the session cannot open.</summary>
    public IReadOnlyList<ClosedMailbox> Closed { get; private set; } = [];

    public async Task OnGetAsync(string? folder, CancellationToken cancellationToken)
    {
        Folder = Folders.Parse(folder);
        await returns.RunAsync(reader.Mailboxes, reader.Session!.Tenant, reader.Session.Language, cancellationToken);
        List = await messages.PageAsync(reader.Mailboxes, Folder, Newer, Older, cancellationToken);
        Closed = await closed.OfAsync(reader.Session!.AccountId, [.. reader.Session.Mailboxes.Select(m => m.Id)], cancellationToken);
    }
}
