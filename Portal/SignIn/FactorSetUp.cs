using Microsoft.AspNetCore.Mvc;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Tenants;

namespace Portal.SignIn;

/// <summary>What the pages about second factors share: who is at it, whether new ones may be set up, and what the session learns of one.</summary>
internal sealed class FactorSetUp(ReaderSession session, CurrentReader reader, TenantCatalog tenants)
{
    /// <summary>Whose factors they are.</summary>
    public FactorOwner Owner(HttpContext context) =>
        new(reader.Session!.AccountId, reader.Session.Tenant, BrowserName.Of(context.Request.Headers.UserAgent));

    /// <summary>What the tenant thinks of second factors.</summary>
    public SecondFactorPolicy Policy => tenants[reader.Session!.Tenant].SecondFactor;

    /// <summary>The id of the session, to which codes are bound.</summary>
    public byte[] SessionId => reader.Secret!.Id;

    /// <summary>A factor was set up, and thereby proved: the session counts with it from now on, under a new secret.</summary>
    public async Task<IActionResult> AddedAsync(HttpContext context, SignInMethods method, string next, CancellationToken cancellationToken)
    {
        var content = reader.Session! with { Methods = reader.Session.Methods | method, NeedsFactor = false };
        return new LocalRedirectResult(await session.ReplaceAsync(context, content, cancellationToken) ? next : "/sign-in");
    }
}
