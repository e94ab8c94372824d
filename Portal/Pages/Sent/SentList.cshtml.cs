using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Messages.Tracking;

namespace Portal.Pages.Sent;

/// <summary>All that a sender has sent through the tunnel, the newest first. What the messages say the portal cannot read here.</summary>
internal sealed class SentListModel(SentOwner owner) : PageModel
{
    /// <summary>The page of the list, from 1 on.</summary>
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public SentPage List { get; private set; } = new([], false);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Max(1, Number);
        if (await owner.PageAsync(Number, cancellationToken) is not { } list)
        {
            return NotFound();
        }

        List = list;
        return Page();
    }
}
