using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Messages.Drafts;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>What the reader began to write.</summary>
internal sealed class DraftsModel(ListDrafts drafts, CurrentReader reader) : PageModel
{
    public IReadOnlyList<DraftRow> Drafts { get; private set; } = [];

    /// <summary>How long a draft stays that nobody touches.</summary>
    public int Days => (int)DiscardDraft.Unused.TotalDays;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Drafts = await drafts.ListAsync(reader.Mailboxes, cancellationToken);
}
