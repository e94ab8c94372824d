using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Accounts.SignIns;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>The sign-ins of the last 90 days, and how often somebody was not let in.</summary>
internal sealed class SignInsModel(ListSignIns signIns, CurrentReader reader) : PageModel
{
    public IReadOnlyList<ListedSignIn> SignIns { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        SignIns = await signIns.OfAsync(reader.Session!.AccountId, cancellationToken);
}
