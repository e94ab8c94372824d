using Microsoft.AspNetCore.Mvc;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Security;

namespace Portal.SignIn;

/// <summary>
/// What comes after a proof of who somebody is, whichever it was: every way in ends here, so that none leads past what is still to be asked.
/// </summary>
internal sealed class SignInSteps(ReaderSession session, DecideSignIn decide, SecondFactorStep second)
{
    public const string Inbox = "/messages";
    public const string Second = "/sign-in/second";
    public const string SetUp = "/settings/second-factor";

    /// <summary>
    /// Begins the session, and leads to where the person wanted to go; or asks for the second factor first, and until then there is no session.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="proof">What was proved.</param>
    /// <param name="returnUrl">Where to go then; anything but a path of ours is taken for none.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Null where the account may not sign in any more.</returns>
    public async Task<IActionResult?> ContinueAsync(
        HttpContext context, SignInProof proof, string? returnUrl, CancellationToken cancellationToken)
    {
        var wanted = LocalPath.Or(returnUrl, Inbox);
        switch (await decide.NextAsync(proof.Account.Id, proof.Tenant, proof.Methods, KnownDevices.Read(context.Request), cancellationToken))
        {
            case SignInStep.SecondFactor:
                return await second.BeginAsync(context, proof, cancellationToken)
                    ? new LocalRedirectResult($"{Second}{QueryString.Create("returnUrl", wanted)}")
                    : null;
            case SignInStep.SetUp:
                return await BeginAsync(context, proof with { NeedsFactor = true }, WantedPath.Along(SetUp, wanted), cancellationToken);
            case SignInStep.EnoughHere:
                return await BeginAsync(context, proof with { Methods = proof.Methods | SignInMethods.TrustedDevice }, wanted, cancellationToken);
            default:
                return await BeginAsync(context, proof, wanted, cancellationToken);
        }
    }

    private async Task<IActionResult?> BeginAsync(HttpContext context, SignInProof proof, string next, CancellationToken cancellationToken) =>
        await session.BeginAsync(context, proof, cancellationToken) ? new LocalRedirectResult(next) : null;
}
