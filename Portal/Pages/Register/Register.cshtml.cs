using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;

namespace Portal.Pages.Register;

/// <summary>Makes an account out of a notice's link and the initial password. Without a link the page says where to find it.</summary>
[EnableRateLimiting(RateLimits.Register)]
internal sealed class RegisterModel(
    FindNotice notices, FindInvitation invitations, RegisterAccount register, SignInSteps steps, TenantCatalog tenants, ExpectedWords words, IStringLocalizer<Texts> texts)
    : PageModel
{
    [BindProperty]
    public RegisterInput Input { get; set; } = new();

    public RegisterForm? Form { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await notices.FindAsync(Input.Token, cancellationToken) is not { } notice)
        {
            return NotFound();
        }

        Form = new RegisterForm
        {
            Address = notice.Address,
            Token = Input.Token!,
            Name = Input.Name,
            Needs = await invitations.OfAsync(notice.MailboxId, cancellationToken),
            Rules = PasswordRules.Of(tenants[notice.Tenant], hasSecondFactor: false),
            Recovery = tenants[notice.Tenant].MailboxRecovery,
        };
        Input.Check(Form.Errors, Form.Needs.Channel, texts);
        Form.Estimate = Estimate(notice, Form.Errors);
        if (Form.Errors.Any)
        {
            return Page();
        }

        try
        {
            return await RegisterAsync(notice, Form, cancellationToken);
        }
        catch (TooManySignInsException)
        {
            Response.Headers.RetryAfter = "10";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    // Told to people without script, with whatever else is wrong. A name that cannot be one is left out.
    private PasswordEstimate? Estimate(NoticeTarget notice, FormErrors errors) => string.IsNullOrEmpty(Input.NewPassword)
        ? null
        : PasswordStrength.Estimate(Input.NewPassword, words.Of(new PasswordOwner
        {
            Tenant = notice.Tenant, Address = notice.Address, Name = errors["name"] is null ? Input.Name! : "", HasSecondFactor = false,
        }));

    private async Task<IActionResult> RegisterAsync(NoticeTarget notice, RegisterForm form, CancellationToken cancellationToken)
    {
        var outcome = await register.RegisterAsync(
            new RegisterRequest
            {
                Token = form.Token,
                InitialPassword = Input.InitialPassword ?? "",
                Name = Input.Name!.Trim(),
                NewPassword = Input.NewPassword!,
                Language = CultureInfo.CurrentUICulture.Name,
            },
            cancellationToken);
        switch (outcome)
        {
            case RegisterOutcome.Registered registered:
                using (var proof = SignInProof.Of(new CheckedPassword(registered.Account, registered.Secret), notice.Tenant))
                {
                    var next = form.Recovery == MailboxRecovery.RecipientOnly ? "/settings/recovery-code?welcome=true" : "/messages?welcome=true";
                    return await steps.ContinueAsync(HttpContext, proof, next, cancellationToken) ?? LocalRedirect("/sign-in");
                }

            case RegisterOutcome.AlreadyRegistered:
                return LocalRedirect($"/sign-in?returnUrl=/messages/{notice.DeliveryId:N}");
            case RegisterOutcome.UnknownNotice:
                return NotFound();
            case RegisterOutcome.WrongInitialPassword:
                form.Errors.Add("initialPassword", texts["Register.InitialPasswordWrong"]);
                break;
            case RegisterOutcome.InitialPasswordEnded:
                form.Errors.Add(
                    form.Needs.Channel == InitialPasswordChannel.None ? "name" : "initialPassword", texts[$"Register.InitialPasswordEnded{form.Way}"]);
                break;
            case RegisterOutcome.PasswordRefused refused:
                form.Errors.Add("newPassword", texts[$"Register.Password{refused.Weakness}", form.Rules.MinimumLength]);
                break;
        }

        return Page();
    }
}
