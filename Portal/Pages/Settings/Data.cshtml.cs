using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Messages.Export;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>Everything that the portal has of a person, to take away. What would be missing is said before.</summary>
[RecentProof]
internal sealed class DataModel(FindLeftOut leftOut, CurrentReader reader) : PageModel
{
    /// <summary>How many messages need the second step first.</summary>
    public int NeedSecondFactor { get; private set; }

    /// <summary>The addresses with closed messages, each once.</summary>
    public IReadOnlyList<string> Closed { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var missing = await leftOut.OfAsync(reader.Session!.AccountId, reader.Mailboxes, cancellationToken);
        NeedSecondFactor = missing.NeedSecondFactor;
        Closed = [.. missing.Closed.Select(mailbox => mailbox.Address).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public IActionResult OnPost() => new DataDownload();
}
