using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.SignIn;

namespace Portal.Pages.Compose;

/// <summary>What the reader began to write; each can be discarded here, also where the page that writes it is not there any more.</summary>
internal sealed class DraftsModel(ListDrafts drafts, DiscardDraft discard, ReplyPolicy policy, CurrentReader reader) : PageModel
{
    public IReadOnlyList<DraftRow> Drafts { get; private set; } = [];

    /// <summary>How long a draft stays that nobody touches.</summary>
    public int Days => (int)DiscardDraft.Unused.TotalDays;

    [BindProperty(Name = "discarded", SupportsGet = true)]
    public bool Discarded { get; set; }

    /// <summary>Whether it can be read only.</summary>
    public bool IsClosed(DraftRow draft) =>
        draft.State == DraftState.Gone || (draft.Content is { } content && !policy.Allows(reader.Session!.Tenant, content.Kind));

    public async Task OnGetAsync(CancellationToken cancellationToken) => Drafts = await drafts.ListAsync(reader.Mailboxes, cancellationToken);

    public async Task<IActionResult> OnPostDiscardAsync([FromForm] Guid id, CancellationToken cancellationToken)
    {
        await discard.DiscardAsync(reader.Mailboxes, id, cancellationToken);
        return LocalRedirect("/drafts?discarded=true");
    }
}
