using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Accounts.External;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Providers;

namespace Portal.Pages.SignIn.External;

/// <summary>
/// Connects a provider with an account that exists: its owner signs in as before and then says so. Nothing that a provider claims gets
/// anybody into somebody's account without that (threat B12).
/// </summary>
internal sealed class ConnectModel(
    SealedCookie<PendingIdentity> pending, ExternalLogins logins, CurrentReader reader, ProviderCatalog providers) : PageModel
{
    public string Provider { get; private set; } = "";

    public string Address { get; private set; } = "";

    /// <summary>Whether the mailbox of the address is the reader's.</summary>
    public bool IsOwner { get; private set; }

    public IActionResult OnGet() => Find() is null ? EnterByProvider.Failed(ExternalFailure.Ended) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Find() is not { } waiting)
        {
            return EnterByProvider.Failed(ExternalFailure.Ended);
        }

        if (!IsOwner)
        {
            return Page();
        }

        // A further way in: a browser left alone for a moment gives nobody one.
        if (!RecentProofAttribute.IsRecent(HttpContext, reader.Session))
        {
            return LocalRedirect($"/sign-in/again{QueryString.Create("returnUrl", Request.Path.Value ?? "/")}");
        }

        SealedCookie<PendingIdentity>.Delete(Response, PendingIdentity.Cookie);
        return await logins.ConnectAsync(waiting.Identity, reader.Session!.AccountId, cancellationToken)
            ? LocalRedirect(LocalPath.Or(waiting.ReturnUrl, $"{SignInSteps.Inbox}?registered=Connected"))
            : EnterByProvider.Failed(ExternalFailure.Refused);
    }

    // One that still waits for its mailbox to be shown may not be connected: what it says of an address is anybody's.
    private PendingIdentity? Find()
    {
        if (pending.Read(Request, PendingIdentity.Cookie) is not { CodeSecret: null } waiting)
        {
            return null;
        }

        Provider = providers.Find(waiting.Identity.Tenant, waiting.Identity.Provider)?.DisplayName ?? "";
        Address = waiting.Identity.Address ?? "";
        IsOwner = reader.Session is { } session && session.Tenant == waiting.Identity.Tenant && session.Mailboxes.Any(m => m.Address == Address);
        return waiting;
    }
}
