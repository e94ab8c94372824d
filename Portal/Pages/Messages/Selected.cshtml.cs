using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Messages;
using Portal.Core.Storage.Model;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>Does something with the messages that were ticked in a list, or with the one whose page it came from. What is to be deleted is shown once more first.</summary>
internal sealed class SelectedModel(
    ListMessages messages, MoveMessages move, MarkUnread mark, DeleteMessages delete, CurrentReader reader) : PageModel
{
    private const int Most = 100;

    [BindProperty(Name = "id")]
    public IReadOnlyList<Guid> Ids { get; set; } = [];

    [BindProperty(Name = "do")]
    public string? Do { get; set; }

    [BindProperty(Name = "newer")]
    public string? Newer { get; set; }

    [BindProperty(Name = "older")]
    public string? Older { get; set; }

    /// <summary>Where the reader came from.</summary>
    public DeliveryFolder Folder { get; private set; }

    /// <summary>What would be deleted.</summary>
    public IReadOnlyList<MessageRow> Rows { get; private set; } = [];

    /// <summary>How many of them an operator holds: they stay.</summary>
    public int Held { get; private set; }

    public string Back => Folders.Path(Folder, ("newer", Newer), ("older", Older));

    // Reached by "back" or a typed address: there is nothing to show.
    public IActionResult OnGet() => LocalRedirect("/messages");

    public async Task<IActionResult> OnPostAsync([FromForm] string? folder, CancellationToken cancellationToken)
    {
        Folder = Folders.Parse(folder);
        var ids = Ids.Distinct().Take(Most).ToList();
        var own = reader.Mailboxes;
        switch (Do)
        {
            case "archive":
                return Done("Archived", await move.MoveAsync(own, ids, DeliveryFolder.Archive, cancellationToken), ids.Count);
            case "inbox":
                return Done("Inbox", await move.MoveAsync(own, ids, DeliveryFolder.Inbox, cancellationToken), ids.Count);
            case "unread":
                return Done("Unread", await mark.MarkAsync(own, ids, unread: true, cancellationToken), ids.Count);
            case "read":
                return Done("Read", await mark.MarkAsync(own, ids, unread: false, cancellationToken), ids.Count);
            case "discard":
                var held = await delete.CountHeldAsync(own, ids, cancellationToken);
                return Done(held > 0 ? "Held" : "Deleted", await delete.DeleteAsync(own, ids, cancellationToken), ids.Count);
            case "delete" when ids.Count > 0:
                Held = await delete.CountHeldAsync(own, ids, cancellationToken);
                Rows = await messages.OfAsync(own, ids, cancellationToken);
                return Rows.Count > 0 ? Page() : LocalRedirect(Back);
            default:
                return Done("None", 0, 0);
        }
    }

    private LocalRedirectResult Done(string what, int count, int selected) => LocalRedirect(Folders.Path(
        Folder, ("newer", Newer), ("older", Older), ("done", selected == 0 ? "None" : what),
        ("count", selected == 0 ? null : count.ToString(CultureInfo.InvariantCulture))));
}
