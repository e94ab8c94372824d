using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Accounts;
using Portal.Core.Accounts.External;
using Portal.Core.Accounts.MailCodes;

namespace Portal.SignIn.Providers;

/// <summary>Leads a person on whose identity at a provider is checked: into the mailbox, or to what is still missing.</summary>
internal sealed class EnterByProvider(
    SignInExternally signIn, SendMailCode codes, SealedCookie<PendingIdentity> pending, CompleteSignIn complete, TimeProvider time)
{
    public async Task<IActionResult> GoOnAsync(
        HttpContext context, ExternalIdentity identity, string? returnUrl, CancellationToken cancellationToken)
    {
        switch (await signIn.DecideAsync(identity, cancellationToken))
        {
            case ExternalOutcome.Known known:
                return await complete.ContinueAsync(context, known.Account, identity.Tenant, SignInMethods.External, returnUrl, cancellationToken);
            case ExternalOutcome.Registered { Invited: true } registered:
                return await complete.ContinueAsync(
                    context, registered.Account, identity.Tenant, SignInMethods.External, returnUrl ?? $"{SignInSteps.Inbox}?registered=Provider", cancellationToken);
            case ExternalOutcome.Registered registered:
                return await complete.ContinueAsync(
                    context, registered.Account, identity.Tenant, SignInMethods.External, $"{SignInSteps.Inbox}?registered=Alone", cancellationToken);
            case ExternalOutcome.NeedsMailboxProof:
                return await SendCodeAsync(context, identity, returnUrl, cancellationToken);
            case ExternalOutcome.NeedsConfirmation:
                Keep(context, identity, null, returnUrl);
                return new LocalRedirectResult("/sign-in/connect");
            case ExternalOutcome.NoAddress:
                return Failed(ExternalFailure.NoAddress);
            case ExternalOutcome.NotInvited:
                return Failed(ExternalFailure.NotInvited);
            default:
                return Failed(ExternalFailure.InvitationEnded);
        }
    }

    /// <summary>Back to the sign-in page, which says what went wrong. The address with the provider's answer is left behind.</summary>
    public static IActionResult Failed(ExternalFailure failure) => new LocalRedirectResult($"/sign-in?external={failure}");

    private async Task<IActionResult> SendCodeAsync(
        HttpContext context, ExternalIdentity identity, string? returnUrl, CancellationToken cancellationToken)
    {
        var secret = await codes.SendAsync(
            new MailCodeRequest
            {
                Tenant = identity.Tenant,
                Address = identity.Address!,
                Purpose = MailCodePurpose.Mailbox,
                Language = CultureInfo.CurrentUICulture.Name,
                Device = KnownDevices.Read(context.Request),
            },
            cancellationToken);
        Keep(context, identity, secret.ToText(), returnUrl);
        return new LocalRedirectResult("/sign-in/mailbox");
    }

    private void Keep(HttpContext context, ExternalIdentity identity, string? codeSecret, string? returnUrl) =>
        pending.Write(context.Response, PendingIdentity.Cookie, new PendingIdentity
        {
            Identity = identity,
            CodeSecret = codeSecret,
            ReturnUrl = returnUrl,
            ExpiresAt = time.GetUtcNow() + PendingIdentity.Lifetime,
        });
}
