using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Messages;
using Portal.Core.Messages.Locks;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>Asks once more, and then locks a message that its reader says is for somebody else.</summary>
internal sealed class NotForMeModel(OpenMessage messages, NotForMe notForMe, CurrentReader reader) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    /// <summary>The message's own page.</summary>
    public string Back => $"/messages/{Id:N}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        !await messages.IsThereAsync(reader.Mailboxes, Id, cancellationToken) ? NotFound()
        : await messages.LockOfAsync(reader.Mailboxes, Id, cancellationToken) is null ? Page()
        : LocalRedirect(Back);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await notForMe.ByReaderAsync(reader.Mailboxes, Id, cancellationToken);
        return LocalRedirect(Back);
    }
}
