using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Tenants;
using Portal.Pages.Passwords;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>The addresses of a person: adds one that is proved by a code, removes one.</summary>
[RecentProof]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class AddressesModel(
    ListAddresses list, AddAddress add, ProveAddress prove, RemoveAddress remove, SessionMailboxes mailboxes, CurrentReader reader,
    OwnerPassword owner, KeepRecoveryCode recovery, FactorSetUp setUp, TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(Name = "address")]
    public string? Address { get; set; }

    [BindProperty(Name = "id")]
    public string? Id { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    [BindProperty(Name = "initialPassword")]
    public string? InitialPassword { get; set; }

    [BindProperty(Name = "password")]
    public string? Password { get; set; }

    [BindProperty(Name = "withMail")]
    public bool WithMail { get; set; }

    [BindProperty(Name = "done", SupportsGet = true)]
    public string? Done { get; set; }

    public IReadOnlyList<OwnAddress> Own { get; private set; } = [];

    public IReadOnlyList<WaitingAddress> Waiting { get; private set; } = [];

    /// <summary>The address that is to be removed with its messages, once that is confirmed; or null.</summary>
    public OwnAddress? Confirm { get; private set; }

    public FormErrors Errors { get; } = new();

    /// <summary>The address whose messages wait for somebody with the initial password, or null.</summary>
    public Guid? Waits { get; private set; }

    /// <summary>The address whose code stands in the form again, because something else was missing; or null.</summary>
    public Guid? Typed { get; private set; }

    /// <summary>Whether a mailbox that joins is closed with the reader's password.</summary>
    public bool AsksPassword { get; private set; }

    /// <summary>Whether the recovery code leaves an address out.</summary>
    public bool NeedsCode { get; private set; }

    private Guid AccountId => reader.Session!.AccountId;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        if (!AddressList.TryParseAddrSpec(Address?.Trim() ?? "", out var address))
        {
            Errors.Add("address", texts["Addresses.NewWrong"]);
            return await ShowAsync(cancellationToken);
        }

        var session = reader.Session!;
        switch (await add.AddAsync(AccountId, session.Tenant, address, session.Language, cancellationToken))
        {
            case AddAddressOutcome.Sent:
                return LocalRedirect("/settings/addresses?done=Sent");
            case AddAddressOutcome.Own:
                Errors.Add("address", texts["Addresses.Own"]);
                break;
            default:
                Errors.Add("address", texts["Addresses.TooMany", AddAddress.MostWaiting]);
                break;
        }

        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostProveAsync(CancellationToken cancellationToken)
    {
        var id = Guid.TryParseExact(Id, "N", out var proofId) ? proofId : Guid.Empty;
        if (!await owner.IsNeededAsync(cancellationToken))
        {
            return await ProveAsync(id, password: null, cancellationToken);
        }

        return await Busy.OrAsync(Response, async () =>
        {
            using var right = await owner.CheckAsync(HttpContext, Password, cancellationToken);
            if (right is null)
            {
                Errors.Add($"password-{id:N}", texts["SignInAgain.Wrong"]);
                (Waits, Typed) = (InitialPassword is null ? null : id, id);
                return await ShowAsync(cancellationToken);
            }

            return await ProveAsync(id, right, cancellationToken);
        });
    }

    private async Task<IActionResult> ProveAsync(Guid proofId, CheckedPassword? password, CancellationToken cancellationToken)
    {
        var typed = new AddressTry(Code ?? "", InitialPassword ?? "", password?.Secret) { PasswordHash = password?.Account.PasswordHash };
        var outcome = await prove.ProveAsync(setUp.Owner(HttpContext), proofId, typed, cancellationToken);
        switch (outcome)
        {
            case ProveAddressOutcome.Joined:
                return await mailboxes.AddNewAsync(HttpContext, password?.Secret, cancellationToken)
                    ? LocalRedirect(await AddedAsync(cancellationToken))
                    : LocalRedirect("/sign-in");
            case ProveAddressOutcome.PasswordChanged:
                Errors.Add($"password-{proofId:N}", texts["SignInAgain.Wrong"]);
                break;
            case ProveAddressOutcome.Wrong:
                Errors.Add($"code-{proofId:N}", texts["Addresses.CodeWrong"]);
                break;
            case ProveAddressOutcome.Ended:
                Errors.Add("address", texts["Addresses.CodeEnded"]);
                break;
            default:
                (Waits, Typed) = (proofId, proofId);
                Errors.Add($"initial-{proofId:N}", texts[$"Addresses.{outcome}"]);
                break;
        }

        return await ShowAsync(cancellationToken);
    }

    // Where only its owner opens mail, a code that leaves an address out is told at once: on the day it is needed it is too late.
    private async Task<string> AddedAsync(CancellationToken cancellationToken) =>
        tenants[reader.Session!.Tenant].MailboxRecovery == MailboxRecovery.RecipientOnly
        && await recovery.CoverageAsync(AccountId, cancellationToken) == RecoveryCoverage.Some
            ? "/settings/recovery-code?added=true"
            : "/settings/addresses?done=Added";

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        var mailboxId = Guid.TryParseExact(Id, "N", out var id) ? id : Guid.Empty;
        var address = (await list.OwnAsync(AccountId, cancellationToken)).FirstOrDefault(own => own.MailboxId == mailboxId)?.Address ?? "";
        var outcome = await remove.RemoveAsync(setUp.Owner(HttpContext), mailboxId, WithMail, cancellationToken);
        if (outcome == RemoveAddressOutcome.Removed)
        {
            return await mailboxes.RemoveAsync(HttpContext, address, cancellationToken)
                ? LocalRedirect("/settings/addresses?done=Removed")
                : LocalRedirect("/sign-in");
        }

        await ShowAsync(cancellationToken);
        if (outcome == RemoveAddressOutcome.HoldsMail)
        {
            Confirm = Own.FirstOrDefault(own => own.MailboxId == mailboxId);
        }
        else if (outcome == RemoveAddressOutcome.Last)
        {
            Errors.Add("", texts["Addresses.Last"]);
        }
        else if (outcome == RemoveAddressOutcome.Held)
        {
            Errors.Add("", texts["Addresses.Held"]);
        }

        return Page();
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        Own = await list.OwnAsync(AccountId, cancellationToken);
        NeedsCode = await recovery.CoverageAsync(AccountId, cancellationToken) == RecoveryCoverage.Some;
        Waiting = await list.WaitingAsync(AccountId, cancellationToken);
        AsksPassword = await owner.IsNeededAsync(cancellationToken);
        return Page();
    }
}
