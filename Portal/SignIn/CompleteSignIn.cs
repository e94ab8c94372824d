using Microsoft.AspNetCore.Mvc;
using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Portal.SignIn.Providers;

namespace Portal.SignIn;

/// <summary>Hands a first factor that is no password on to what comes after it.</summary>
internal sealed class CompleteSignIn(SignInSteps steps)
{
    /// <summary>On, to the second factor or to where the person wanted to go; back with a reason where the account may not sign in.</summary>
    public async Task<IActionResult> ContinueAsync(
        HttpContext context, Account account, string tenant, SignInMethods method, string? returnUrl, CancellationToken cancellationToken)
    {
        using var proof = new SignInProof { Account = account, Tenant = tenant, Methods = method };
        return await steps.ContinueAsync(context, proof, returnUrl, cancellationToken) ?? EnterByProvider.Failed(ExternalFailure.Locked);
    }
}
