using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Portal.Pages.Register;
using Portal.Pages.Shared;
using Portal.Pages.SignIn;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Passkeys;

namespace Portal.Pages.Notices;

/// <summary>Where the link of a notice leads. It only looks: mail scanners open every link, some of them many times.</summary>
[EnableRateLimiting(RateLimits.Notice)]
internal sealed class NoticeModel(
    FindNotice notices, FindInvitation invitations, SendSmsPassword sms, TenantCatalog tenants, CurrentReader reader, AskPasskey ask) : PageModel
{
    public RegisterForm? ToRegister { get; private set; }

    public SignInForm? ToSignIn { get; private set; }

    /// <summary>Who locked the message, where that is told to who has not registered; or null.</summary>
    public DeliveryLock? Lock { get; private set; }

    /// <summary>After the button: what became of it.</summary>
    [FromQuery(Name = "sms")]
    public string? Sms { get; set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        if (await notices.FindAsync(token, cancellationToken) is not { } notice)
        {
            return new PageResult { StatusCode = StatusCodes.Status404NotFound };
        }

        var message = $"/messages/{notice.DeliveryId:N}";
        if (notice is { Registered: false, Lock: not DeliveryLock.None })
        {
            Lock = notice.Lock;
        }
        else if (!notice.Registered)
        {
            ToRegister = new RegisterForm
            {
                Address = notice.Address,
                Token = token,
                Needs = await invitations.OfAsync(notice.MailboxId, cancellationToken),
                Sms = Sms,
                Rules = PasswordRules.Of(tenants[notice.Tenant], hasSecondFactor: false),
                Recovery = tenants[notice.Tenant].MailboxRecovery,
            };
        }
        else if (reader.Session is { } session && session.AccountId == notice.AccountId)
        {
            // Who is signed in and cannot open the mailbox needs no other sign-in but what opens it.
            return LocalRedirect(session.Mailboxes.Any(mailbox => mailbox.Id == notice.MailboxId) ? message : $"/unlock?returnUrl={message}");
        }
        else
        {
            ToSignIn = new SignInForm(notice.Address, message, new FormErrors())
            {
                Passkey = await ask.AnyAsync(HttpContext, SignInModel.ByPasskey, message),
            };
        }

        return Page();
    }

    /// <summary>The person wants the initial password by SMS: the only thing here that a look does not do.</summary>
    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken)
    {
        var said = await sms.SendAsync(token, HttpContext.Connection.RemoteIpAddress, cancellationToken) switch
        {
            SmsPasswordOutcome.Sent => "?sms=sent",
            SmsPasswordOutcome.TooMany => "?sms=later",
            SmsPasswordOutcome.SentToSender => "?sms=sender",
            _ => "",
        };
        return LocalRedirect($"/n/{Uri.EscapeDataString(token)}{said}");
    }
}
