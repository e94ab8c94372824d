using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Tenants;
using Portal.Resources;

namespace Portal.SignIn;

/// <summary>What the pages about second factors share: who is at it, whether new ones may be set up, and what the session learns of one.</summary>
internal sealed class FactorSetUp(
    ReaderSession session, CurrentReader reader, ListFactors factors, TenantCatalog tenants, IStringLocalizer<Texts> texts)
{
    /// <summary>Whose factors they are.</summary>
    public FactorOwner Owner(HttpContext context) =>
        new(reader.Session!.AccountId, reader.Session.Tenant, BrowserName.Of(context.Request.Headers.UserAgent));

    /// <summary>What the tenant thinks of second factors.</summary>
    public SecondFactorPolicy Policy => tenants[reader.Session!.Tenant].SecondFactor;

    /// <summary>The id of the session, to which codes are bound.</summary>
    public byte[] SessionId => reader.Secret!.Id;

    /// <summary>Whether the account has a second factor, and this session has not proved it.</summary>
    public async Task<bool> IsUnprovedAsync(CancellationToken cancellationToken) =>
        reader.Session is { } content && !content.Methods.HaveSecondFactor() && (await factors.OfAsync(content.AccountId, cancellationToken)).IsAsked;

    /// <summary>Where it goes on once something was set up or removed.</summary>
    /// <param name="wanted">Where the person wanted to go.</param>
    public static string Done(string? wanted) => WantedPath.Along($"{SignInSteps.SetUp}?saved=true", wanted);

    /// <summary>Why one cannot be removed, and what to do first; null where it can, or there is none.</summary>
    public string? Why(FactorRemoval removal) => removal switch
    {
        FactorRemoval.Needed => texts["Factor.LastOne"].Value,
        FactorRemoval.OnlyWay => texts["Factor.OnlyWay"].Value,
        FactorRemoval.NoneWorks => texts["Factor.NoneWorks"].Value,
        FactorRemoval.PasswordTooShort => texts[
            "Factor.PasswordShort", PasswordRules.Of(tenants[reader.Session!.Tenant], hasSecondFactor: false).MinimumLength].Value,
        _ => null,
    };

    /// <summary>A factor was set up, and thereby proved: the session counts with it from now on, under a new secret.</summary>
    public async Task<IActionResult> AddedAsync(HttpContext context, SignInMethods method, string next, CancellationToken cancellationToken)
    {
        var content = reader.Session! with { Methods = reader.Session.Methods | method, NeedsFactor = false };
        return new LocalRedirectResult(await session.ReplaceAsync(context, content, cancellationToken) ? next : "/sign-in");
    }
}
