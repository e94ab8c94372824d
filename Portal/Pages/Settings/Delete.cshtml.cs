using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.States;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Outbox;
using Portal.Pages.Language;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>Deletes a person's account, when he types one of his addresses.</summary>
[RecentProof]
internal sealed class DeleteModel(
    DeleteAccount delete, ListAddresses addresses, OutboxSignal signal, ReaderSession session, CurrentReader reader, Site site,
    IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "address")]
    public string? Address { get; set; }

    /// <summary>How many messages would be gone.</summary>
    public int Messages { get; private set; }

    /// <summary>The address that is asked for.</summary>
    public string Example { get; private set; } = "";

    public FormErrors Errors { get; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        site.Tenant.SelfDeletion ? await ShowAsync(cancellationToken) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!site.Tenant.SelfDeletion)
        {
            return NotFound();
        }

        var own = await addresses.OwnAsync(reader.Session!.AccountId, cancellationToken);
        if (!AddressList.TryParseAddrSpec(Address?.Trim() ?? "", out var typed) || own.All(a => a.Address != typed))
        {
            Errors.Add("address", texts["Delete.AddressWrong"]);
            return await ShowAsync(cancellationToken);
        }

        switch (await delete.DeleteOwnAsync(reader.Session!.AccountId, cancellationToken))
        {
            case AccountChange.Changed:
                break;
            case AccountChange.HoldsMail:
                Errors.Add("", texts["Delete.Held"]);
                return await ShowAsync(cancellationToken);
            default:
                return LocalRedirect("/sign-in");
        }

        signal.Wake();
        await session.EndAsync(HttpContext, cancellationToken);
        KnownDevices.Forget(Response);
        LanguageChoice.Forget(Response);
        return LocalRedirect("/goodbye");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        var own = await addresses.OwnAsync(reader.Session!.AccountId, cancellationToken);
        (Messages, Example) = (own.Sum(a => a.Messages), own is [var first, ..] ? first.Address : "");
        return Page();
    }
}
