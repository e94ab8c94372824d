using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Mailboxes;
using Portal.Core.Tenants;
using Portal.Pages.Passwords;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>Puts another password in the place of the reader's. All other sessions end; this one goes on under a new secret.</summary>
[RecentProof]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class PasswordModel(
    ChangePassword passwords, FindClosedMailboxes closed, ListFactors factors, ReaderSession session, CurrentReader reader, TenantCatalog tenants, ExpectedWords words, IStringLocalizer<Texts> texts)
    : PageModel
{
    private bool _hasFactor;

    [BindProperty(Name = "newPassword")]
    public string? NewPassword { get; set; }

    [BindProperty(Name = "repeatPassword")]
    public string? RepeatPassword { get; set; }

    [BindProperty(Name = "saved", SupportsGet = true)]
    public bool Saved { get; set; }

    /// <summary>Whether mail is closed that the new password would never open.</summary>
    public bool Closed { get; private set; }

    public FormErrors Errors { get; } = new();

    public NewPasswordForm Form => new(Address, PasswordRules.Of(tenants[reader.Session!.Tenant], _hasFactor), Errors, Estimate);

    private string Address => reader.Session!.Mailboxes is [var first, ..] ? first.Address : "";

    private PasswordEstimate? Estimate => string.IsNullOrEmpty(NewPassword)
        ? null
        : PasswordStrength.Estimate(NewPassword, words.Of(new PasswordOwner
        {
            Tenant = reader.Session!.Tenant, Address = Address, OtherAddresses = [.. reader.Session.Mailboxes.Skip(1).Select(m => m.Address)], Name = reader.Session.Name, HasSecondFactor = _hasFactor,
        }));

    /// <summary>With a second factor a password may be shorter.</summary>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        _hasFactor = (await factors.OfAsync(reader.Session!.AccountId, HttpContext.RequestAborted)).Any;
        await next();
    }

    public async Task OnGetAsync(CancellationToken cancellationToken) => Closed = await closed.NeedPasswordAsync(
        reader.Session!.AccountId, [.. reader.Session.Mailboxes.Select(m => m.Id)], cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Saved = false;
        NewPasswordForm.Check(NewPassword, RepeatPassword, Errors, texts);
        return Errors.Any ? Page() : await Busy.OrAsync(Response, () => ChangeAsync(cancellationToken));
    }

    private async Task<IActionResult> ChangeAsync(CancellationToken cancellationToken)
    {
        var content = reader.Session!;
        var changed = await passwords.ChangeAsync(content.AccountId, content.Tenant, reader.Mailboxes, NewPassword!, cancellationToken);
        if (changed.Refusal == ChangeRefusal.Concurrent)
        {
            return LocalRedirect("/sign-in?changed=true");
        }

        if (changed.Refusal == ChangeRefusal.MailboxClosed)
        {
            Closed = true;
            return Page();
        }

        if (changed.Weakness is { } weakness)
        {
            Errors.Add("newPassword", texts[$"Register.Password{weakness}", Form.Rules.MinimumLength]);
            return Page();
        }

        return await session.ContinueAsync(HttpContext, content, changed.Hash!, cancellationToken)
            ? LocalRedirect("/settings/password?saved=true")
            : LocalRedirect("/sign-in");
    }
}
