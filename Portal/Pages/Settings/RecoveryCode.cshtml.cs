using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Keys;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>
/// Makes a recovery code. It is shown once, and counts only when a part of it has been typed back: until then it is nowhere but in the page, sealed.
/// </summary>
[RecentProof]
internal sealed class RecoveryCodeModel(
    KeepRecoveryCode keep, CurrentReader reader, IDataProtectionProvider protection, TenantCatalog tenants, IStringLocalizer<Texts> texts) : PageModel
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);
    private const int GroupAsked = 3; // counted from 0: the fourth of seven

    [BindProperty(Name = "sealed")]
    public string? Sealed { get; set; }

    [BindProperty(Name = "group")]
    public string? Group { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    [BindProperty(Name = "welcome", SupportsGet = true)]
    public bool Welcome { get; set; }

    /// <summary>Whether an address was just added, which the code leaves out.</summary>
    [BindProperty(Name = "added", SupportsGet = true)]
    public bool Added { get; set; }

    public RecoveryCoverage Coverage { get; private set; }

    /// <summary>Whether mail is closed that a code made now would leave out.</summary>
    public bool Closed { get; private set; }

    public string? Code { get; private set; }

    public string Download => Uri.EscapeDataString($"{texts["RecoveryCode.FileText", Address]}\r\n\r\n{Code}\r\n");

    public bool Needed => tenants[reader.Session!.Tenant].MailboxRecovery == MailboxRecovery.RecipientOnly;

    public FormErrors Errors { get; } = new();

    private string Address => reader.Session!.Mailboxes is [var first, ..] ? first.Address : "";

    private ITimeLimitedDataProtector Box => protection.CreateProtector("recovery-code", reader.Session!.AccountId.ToString("N")).ToTimeLimitedDataProtector();

    public Task OnGetAsync(CancellationToken cancellationToken) => FindAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        (Saved, Added) = (false, false);
        await FindAsync(cancellationToken);
        if (Closed)
        {
            return Page();
        }

        if (string.IsNullOrEmpty(Sealed) || Read(Sealed) is not { } code)
        {
            using var made = RecoveryCode.Create();
            Code = made.ToText();
            Sealed = Box.Protect(Code, Patience);
            return Page();
        }

        using (code)
        {
            return await ConfirmAsync(code, cancellationToken);
        }
    }

    private async Task<IActionResult> ConfirmAsync(RecoveryCode code, CancellationToken cancellationToken)
    {
        Code = code.ToText();
        if (!string.Equals(Typed(Group), Code.Split('-')[GroupAsked], StringComparison.Ordinal))
        {
            Errors.Add("group", texts["RecoveryCode.GroupWrong"]);
            return Page();
        }

        return await keep.KeepAsync(reader.Session!.AccountId, reader.Mailboxes, code, cancellationToken)
            ? LocalRedirect("/settings/recovery-code?saved=true")
            : LocalRedirect("/settings/recovery-code");
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        var accountId = reader.Session!.AccountId;
        Coverage = await keep.CoverageAsync(accountId, cancellationToken);
        Closed = await keep.LeavesAsync(accountId, [.. reader.Session.Mailboxes.Select(m => m.Id)], cancellationToken);
    }

    private RecoveryCode? Read(string box)
    {
        try
        {
            return RecoveryCode.Read(Box.Unprotect(box)) is RecoveryCodeReading.Read read ? read.Code : null;
        }
        catch (CryptographicException)
        {
            return null; // too old, or another's: a new one is made
        }
    }

    // As codes are read: what looks alike is alike.
    private static string Typed(string? group) => string.Concat((group ?? "").ToUpperInvariant().Where(char.IsLetterOrDigit))
        .Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
