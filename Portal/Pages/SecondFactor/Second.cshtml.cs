using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts.Factors;
using Portal.Core.Tenants;
using Portal.Pages.Shared;
using Portal.Resources;
using Portal.Security;
using Portal.SignIn;
using Portal.SignIn.Passkeys;

namespace Portal.Pages.SecondFactor;

/// <summary>Asks for the second factor: in the middle of signing in, or in a session that needs more than was proved.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SecondModel(
    SecondFactorStep step, ListFactors factors, CheckSecondFactor check, AskPasskey ask, VerifyPasskey verify, TenantCatalog tenants, FactorSms sms,
    IStringLocalizer<Texts> texts) : PageModel
{
    private const string Path = SignInSteps.Second;

    [BindProperty(Name = "returnUrl", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty(Name = "with", SupportsGet = true)]
    public string? With { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    [BindProperty(Name = "trust")]
    public bool Trust { get; set; }

    [BindProperty(Name = "token")]
    public string? Token { get; set; }

    [BindProperty(Name = "credential")]
    public string? Credential { get; set; }

    public FormErrors Errors { get; } = new();

    public SecondView Shown { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => AskedAsync(ShowAsync, cancellationToken);

    /// <summary>A code of any kind, or the answer of a passkey.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => AskedAsync(async (asked, has) =>
    {
        if (SecondWays.Choose(With, has) is not { } way)
        {
            return await ShowAsync(asked, has);
        }

        var proved = way == SecondWay.Passkey
            ? await IsPasskeyAsync(asked, cancellationToken)
            : await IsCodeAsync(asked, way, cancellationToken);
        if (!proved)
        {
            return await ShowAsync(asked, has);
        }

        return await step.FinishAsync(HttpContext, asked, SecondWays.MethodOf(way), Trust, cancellationToken)
            ? LocalRedirect(LocalPath.Or(ReturnUrl, SignInSteps.Inbox))
            : LocalRedirect("/sign-in?ended=true");
    }, cancellationToken);

    /// <summary>Sends a code by SMS.</summary>
    public Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken) => AskedAsync(async (asked, has) =>
    {
        With = "sms";
        if (has.Mobile is { } number && await sms.SendAsync(HttpContext, asked.Owner, asked.BoundTo, number, cancellationToken) is { } error)
        {
            Errors.Add("", error);
        }

        return await ShowAsync(asked, has);
    }, cancellationToken);

    private async Task<IActionResult> AskedAsync(
        Func<SecondFactorCase, AccountFactors, Task<IActionResult>> answer, CancellationToken cancellationToken)
    {
        if (await step.FindAsync(HttpContext, cancellationToken) is not { } asked)
        {
            return LocalRedirect($"/sign-in{QueryString.Create("returnUrl", LocalPath.Or(ReturnUrl, SignInSteps.Inbox)).Add("ended", "true")}");
        }

        var has = await factors.OfAsync(asked.Owner.AccountId, cancellationToken);
        return has.IsAsked ? await answer(asked, has) : LocalRedirect(asked.Pending is null ? WantedPath.Along(SignInSteps.SetUp, ReturnUrl) : "/sign-in");
    }

    private async Task<bool> IsPasskeyAsync(SecondFactorCase asked, CancellationToken cancellationToken)
    {
        var account = await verify.AnswerAsync(
            HttpContext, PasskeyPurpose.Second, asked.Subject, new PasskeyAnswer(Token, Credential), cancellationToken);
        if (account?.Id == asked.Owner.AccountId)
        {
            return true;
        }

        Errors.Add("", texts["Second.PasskeyWrong"]);
        return false;
    }

    private async Task<bool> IsCodeAsync(SecondFactorCase asked, SecondWay way, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            Errors.Add("code", texts["Second.CodeMissing"]);
            return false;
        }

        if (await check.CheckAsync(asked.Owner, SecondWays.MethodOf(way), Code, asked.BoundTo, cancellationToken))
        {
            return true;
        }

        Errors.Add("code", texts["Second.CodeWrong"]);
        return false;
    }

    private async Task<IActionResult> ShowAsync(SecondFactorCase asked, AccountFactors has)
    {
        var way = SecondWays.Choose(With, has);
        var passkey = way == SecondWay.Passkey ? await ask.OneOfAsync(HttpContext, asked, Path, ReturnUrl, HttpContext.RequestAborted) : null;
        var trust = tenants[asked.Owner.Tenant].SecondFactorTrust;
        Shown = new SecondView
        {
            Way = way,
            Others = SecondWays.Of(has).Where(other => other != way),
            Passkey = passkey is null ? null : passkey with { Button = texts["Second.PasskeyButton"], Primary = true },
            SentTo = way == SecondWay.Sms ? (await sms.SentAsync(asked.BoundTo, HttpContext.RequestAborted))?.Masked : null,
            Mobile = has.Mobile?.Masked,
            SmsStopped = has.HasMobile && has.Mobile is null,
            TrustDays = asked.Pending is null ? 0 : (int)trust.TotalDays,
        };
        return Page();
    }
}
