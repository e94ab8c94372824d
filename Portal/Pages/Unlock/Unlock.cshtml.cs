using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Pages.Passwords;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Unlock;

/// <summary>
/// Opens mail that stayed closed at the sign-in: where only its owner can open it and signed in without the password, or has set a new password without the
/// recovery code.
/// </summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class UnlockModel(
    FindClosedMailboxes closed, CheckPassword passwords, OpenClosed open, ReaderSession session, CurrentReader reader, IStringLocalizer<Texts> texts)
    : PageModel
{
    [BindProperty(Name = "password")]
    public string? Password { get; set; }

    [BindProperty(Name = "recoveryCode")]
    public string? TypedCode { get; set; }

    [BindProperty(Name = "formerPassword")]
    public string? FormerPassword { get; set; }

    [BindProperty(Name = "returnUrl", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IReadOnlyList<ClosedMailbox> Closed { get; private set; } = [];

    /// <summary>Whether the present password alone cannot be enough: a mailbox was replaced, or the password was right and has left one closed.</summary>
    public bool Old => PresentFailed || Closed.Any(mailbox => mailbox.Replaced);

    /// <summary>Whether the present password was right and opened nothing. A page that was left open still offers the field.</summary>
    [BindProperty(Name = "presentFailed", SupportsGet = true)]
    public bool PresentFailed { get; set; }

    public FormErrors Errors { get; } = new();

    public Task OnGetAsync(CancellationToken cancellationToken) => FindAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        if (string.IsNullOrEmpty(Password) && (string.IsNullOrWhiteSpace(TypedCode) || !string.IsNullOrEmpty(FormerPassword)))
        {
            Errors.Add("password", texts[string.IsNullOrEmpty(FormerPassword) ? "Unlock.Missing" : "Unlock.PresentMissing"]);
            return Page();
        }

        return await Busy.OrAsync(Response, () => OpenAsync(cancellationToken));
    }

    private async Task<IActionResult> OpenAsync(CancellationToken cancellationToken)
    {
        using var code = Code();
        if (Errors.Any)
        {
            return Page();
        }

        using var right = string.IsNullOrEmpty(Password)
            ? null
            : await passwords.CheckAgainAsync(reader.Session!.AccountId, Password, KnownDevices.Read(Request), cancellationToken);
        if (right is null && !string.IsNullOrEmpty(Password))
        {
            Errors.Add("password", texts["SignInAgain.Wrong"]);
            return Page();
        }

        var opened = await open.OpenAsync(reader.Session!.AccountId, right, code, FormerPassword ?? "", cancellationToken);
        try
        {
            return await KeepAsync(opened, right is not null, cancellationToken);
        }
        finally
        {
            opened.Mailboxes.Shut();
        }
    }

    private RecoveryCode? Code()
    {
        if (string.IsNullOrWhiteSpace(TypedCode))
        {
            return null;
        }

        if (RecoveryCode.Read(TypedCode) is RecoveryCodeReading.Read read)
        {
            return read.Code;
        }

        Errors.Add("recoveryCode", texts["Unlock.CodeMistyped"]);
        return null;
    }

    // What the session had open already stays open.
    private async Task<IActionResult> KeepAsync(OpenedClosed opened, bool withPassword, CancellationToken cancellationToken)
    {
        var content = reader.Session!;
        var more = opened.Mailboxes.Where(m => !content.Mailboxes.Any(known => known.Id == m.Id))
            .Select(m => new SessionMailbox(m.Id, m.Address, m.Key.ExportPrivate())).ToList();
        if (more.Count == 0)
        {
            Errors.Add(opened.FormerWaits ? "formerPassword" : "password", texts[opened.FormerWaits ? "Unlock.FormerWait" : "Unlock.Nothing"]);
            PresentFailed |= withPassword;
            return Page();
        }

        // Who goes where everything must be open comes back here, and then the former password is asked for.
        var some = withPassword && Closed.Any(mailbox => !mailbox.Replaced && !more.Exists(m => m.Id == mailbox.Id));
        try
        {
            return await session.ReplaceAsync(HttpContext, content with { Mailboxes = [.. content.Mailboxes, .. more] }, cancellationToken)
                ? some ? RedirectToPage(new { presentFailed = true, returnUrl = ReturnUrl }) : LocalRedirect(LocalPath.Or(ReturnUrl, SignInSteps.Inbox))
                : LocalRedirect("/sign-in");
        }
        finally
        {
            more.ForEach(mailbox => CryptographicOperations.ZeroMemory(mailbox.PrivateKey));
        }
    }

    private async Task FindAsync(CancellationToken cancellationToken) => Closed = await closed.OfAsync(
        reader.Session!.AccountId, [.. reader.Session.Mailboxes.Select(m => m.Id)], cancellationToken);
}
