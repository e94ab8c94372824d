using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Resets;
using Portal.Core.Keys;
using Portal.Core.Tenants;
using Portal.Pages.Passwords;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;

namespace Portal.Pages.Reset;

/// <summary>Where the link for a new password leads. Opening it changes nothing; only sending the form uses it up. It signs nobody in.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class ResetModel(
    FindReset resets, ResetPassword reset, ListFactors factors, VaultKey vault, TenantCatalog tenants, ExpectedWords words, IStringLocalizer<Texts> texts) : PageModel
{
    private bool _hasFactor;

    [BindProperty(Name = "token", SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty(Name = "newPassword")]
    public string? NewPassword { get; set; }

    [BindProperty(Name = "repeatPassword")]
    public string? RepeatPassword { get; set; }

    [BindProperty(Name = "recoveryCode")]
    public string? RecoveryCode { get; set; }

    [BindProperty(Name = "lose")]
    public bool Lose { get; set; }

    [BindProperty(Name = "answer")]
    public string? Answer { get; set; }

    public ResetTarget? Target { get; private set; }

    /// <summary>Whether mail may stay closed, so that the code or the consent is asked for.</summary>
    public bool Closes => Target is { Closes: true } || Errors["lose"] is not null;

    /// <summary>Whether the code is right, but opens a part of the mail only.</summary>
    public bool CodeOpensSome { get; private set; }

    public FormErrors Errors { get; } = new();

    public string? Question => Target?.Question is { } question ? QuestionBox.Open(vault, question) : null;

    public NewPasswordForm Form => new(Target!.Address, PasswordRules.Of(tenants[Target.Tenant], _hasFactor), Errors, Estimate);

    private PasswordEstimate? Estimate => string.IsNullOrEmpty(NewPassword)
        ? null
        : PasswordStrength.Estimate(NewPassword, words.Of(new PasswordOwner
        {
            Tenant = Target!.Tenant, Address = Target.Address, Name = "", HasSecondFactor = _hasFactor,
        }));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        return Target is null ? Gone() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await FindAsync(cancellationToken);
        if (Target is null)
        {
            return Gone();
        }

        NewPasswordForm.Check(NewPassword, RepeatPassword, Errors, texts);
        if (Target.Closes && string.IsNullOrWhiteSpace(RecoveryCode) && !Lose)
        {
            Errors.Add("lose", texts["Reset.LoseMissing"]);
        }

        return Errors.Any ? Page() : await Busy.OrAsync(Response, () => ResetAsync(cancellationToken));
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        Target = await resets.FindAsync(Token, cancellationToken);
        _hasFactor = Target is not null && (await factors.OfAsync(Target.Account.Id, cancellationToken)).Any;
    }

    private async Task<IActionResult> ResetAsync(CancellationToken cancellationToken)
    {
        var input = new ResetInput { Token = Token!, NewPassword = NewPassword!, RecoveryCode = RecoveryCode ?? "", Answer = Answer ?? "", MayClose = Lose };
        switch (await reset.ResetAsync(input, cancellationToken))
        {
            case ResetOutcome.Done:
                return LocalRedirect("/sign-in?reset=true");
            case ResetOutcome.PasswordRefused refused:
                Errors.Add("newPassword", texts[$"Register.Password{refused.Weakness}", Form.Rules.MinimumLength]);
                return Page();
            case ResetOutcome.CodeWrong:
                Errors.Add("recoveryCode", texts["Reset.RecoveryCodeWrong"]);
                return Page();
            case ResetOutcome.WouldClose would:
                CodeOpensSome = would.WithCode;
                Errors.Add("lose", texts[would.WithCode ? "Reset.LoseSomeMissing" : "Reset.LoseMissing"]);
                return Page();
            case ResetOutcome.AnswerWrong:
                Errors.Add("answer", texts["Reset.AnswerWrong"]);
                return Page();
            default:
                Target = null;
                return Gone();
        }
    }

    private PageResult Gone()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
