using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>Begins to sign in at a provider: the cookie, and the address to which the browser goes.</summary>
internal sealed class BeginAttempt(
    MetadataCache metadata, SealedCookie<SignInAttempt> cookie, IOptions<PortalOptions> options, TimeProvider time)
{
    /// <exception cref="ExternalSignInException">The provider does not answer.</exception>
    public async Task<string> BeginAsync(HttpContext context, ExternalProvider provider, string? returnUrl, CancellationToken cancellationToken)
    {
        var known = await metadata.GetAsync(provider, cancellationToken);
        var attempt = SignInAttempt.Begin(provider.Name, returnUrl, time.GetUtcNow());
        cookie.Write(context.Response, SignInAttempt.CookieOf(attempt.State)!, attempt);
        return QueryHelpers.AddQueryString(known.Authorization.AbsoluteUri, Parameters(provider, attempt));
    }

    private Dictionary<string, string?> Parameters(ExternalProvider provider, SignInAttempt attempt)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = provider.Options.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = RedeemCode.CallbackUrl(options.Value, provider),
            ["scope"] = provider.Preset.Scope,
            ["state"] = attempt.State,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
        };
        if (provider.Kind != ProviderKind.Facebook)
        {
            parameters["nonce"] = attempt.Nonce;
        }

        if (provider.Preset.AnswersByForm)
        {
            parameters["response_mode"] = "form_post";
        }

        return parameters;
    }
}
