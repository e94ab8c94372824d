using Microsoft.AspNetCore.Mvc;
using Portal.Core.Storage.Model;
using Portal.Security;
using Portal.SignIn.Providers;

namespace Portal.SignIn;

/// <summary>How a person has shown who they are.</summary>
internal enum SignInMethod
{
    Password,
    Passkey,
    External,
    MailCode,
}

/// <summary>Goes on after a first factor that is no password.</summary>
internal sealed class CompleteSignIn(ReaderSession session)
{
    /// <summary>Begins the session and leads to where the person wanted to go.</summary>
    public async Task<IActionResult> ContinueAsync(
        HttpContext context, Account account, string tenant, SignInMethod method, string? returnUrl, CancellationToken cancellationToken) =>
        await session.BeginAsync(context, account, tenant, cancellationToken)
            ? new LocalRedirectResult(LocalPath.Or(returnUrl, "/messages"))
            : EnterByProvider.Failed(ExternalFailure.Locked);
}
