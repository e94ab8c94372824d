using System.Security.Cryptography;
using System.Text;
using Portal.Core.Accounts.External;

namespace Portal.SignIn.Providers;

/// <summary>Who came back from a provider, and where to.</summary>
internal sealed record FinishedAttempt(ExternalIdentity Identity, string? ReturnUrl);

/// <summary>Makes a checked identity of a provider's answer. Each attempt is finished once, whatever comes of it.</summary>
internal sealed class FinishAttempt(
    SealedCookie<SignInAttempt> cookie, SpendAttempt spend, MetadataCache cache, RedeemCode redeem, ReadIdentity identities)
{
    private static readonly string[] Cancelled =
        ["access_denied", "user_cancelled_login", "user_cancelled_authorize", "user_cancelled", "consent_required"];

    /// <exception cref="ExternalSignInException">The answer does not fit an attempt of this browser, or does not stand up to the checks.</exception>
    public async Task<FinishedAttempt> FinishAsync(
        HttpContext context, ExternalProvider provider, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        var attempt = Find(context, provider, answer) ?? throw new ExternalSignInException(ExternalFailure.Ended, "unknown attempt");
        SealedCookie<SignInAttempt>.Delete(context.Response, SignInAttempt.CookieOf(attempt.State)!);
        if (!await spend.SpendAsync(attempt.State, attempt.ExpiresAt, cancellationToken))
        {
            throw new ExternalSignInException(ExternalFailure.Ended, "finished before");
        }

        var metadata = await cache.GetAsync(provider, cancellationToken);
        CheckIssuer(provider, metadata, answer);
        if (answer.Error is { } error)
        {
            throw new ExternalSignInException(Kind(error), "the provider's error");
        }

        if (answer.Code is not { } code)
        {
            throw new ExternalSignInException(ExternalFailure.Refused, "no code");
        }

        var tokens = await redeem.RedeemAsync(provider, metadata, code, attempt.Verifier, cancellationToken);
        var identity = await identities.ReadAsync(provider, metadata, tokens, attempt.Nonce, answer, cancellationToken);
        return new FinishedAttempt(identity, attempt.ReturnUrl);
    }

    private SignInAttempt? Find(HttpContext context, ExternalProvider provider, ProviderAnswer answer) =>
        SignInAttempt.CookieOf(answer.State) is { } name
        && cookie.Read(context.Request, name) is { } attempt
        && attempt.Provider == provider.Name
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(attempt.State), Encoding.ASCII.GetBytes(answer.State!))
            ? attempt
            : null;

    // RFC 9207 §2.4: against answers that another provider than the one asked has mixed in.
    private static void CheckIssuer(ExternalProvider provider, ProviderMetadata metadata, ProviderAnswer answer)
    {
        if (answer.Issuer is { } issuer ? !provider.IsIssuer(issuer, null) : metadata.NamesIssuer)
        {
            throw new ExternalSignInException(ExternalFailure.Refused, "issuer of the answer");
        }
    }

    private static ExternalFailure Kind(string error) => Cancelled.Contains(error)
        ? ExternalFailure.Cancelled
        : error is "temporarily_unavailable" or "server_error" ? ExternalFailure.Unavailable : ExternalFailure.Refused;
}
