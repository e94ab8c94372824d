using Microsoft.AspNetCore.Mvc;
using Portal.Security;

namespace Portal.SignIn;

/// <summary>
/// What comes after a proof of who somebody is, whichever it was: every way in ends here, so that none leads past what is still to be asked.
/// </summary>
internal sealed class SignInSteps(ReaderSession session)
{
    public const string Inbox = "/messages";

    /// <summary>Begins the session, and leads to where the person wanted to go.</summary>
    /// <param name="context">The request.</param>
    /// <param name="proof">What was proved.</param>
    /// <param name="returnUrl">Where to go then; anything but a path of ours is taken for none.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>Null where the account may not sign in any more.</returns>
    public async Task<IActionResult?> ContinueAsync(
        HttpContext context, SignInProof proof, string? returnUrl, CancellationToken cancellationToken) =>
        await session.BeginAsync(context, proof, cancellationToken) ? new LocalRedirectResult(LocalPath.Or(returnUrl, Inbox)) : null;
}
