using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>What a provider gave for a code.</summary>
/// <param name="AccessToken">Opens the endpoint that says who it is.</param>
/// <param name="IdToken">Says who it is; null for providers of OAuth 2.0.</param>
internal sealed record ProviderTokens(string AccessToken, string? IdToken);

/// <summary>Exchanges an authorization code for tokens (RFC 6749 §4.1.3 with RFC 7636).</summary>
internal sealed class RedeemCode(ProviderHttp http, ClientSecret secrets, IOptions<PortalOptions> options)
{
    /// <exception cref="ExternalSignInException">The provider refuses, or does not answer.</exception>
    public async Task<ProviderTokens> RedeemAsync(
        ExternalProvider provider, ProviderMetadata metadata, string code, string verifier, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = CallbackUrl(options.Value, provider),
            ["code_verifier"] = verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.Token);
        var secret = secrets.Of(provider);
        if (secret is not null && metadata.TakesBasic && !provider.Preset.SecretInForm)
        {
            request.Headers.Authorization = Basic(provider.Options.ClientId, secret);
        }
        else
        {
            fields["client_id"] = provider.Options.ClientId;
            if (secret is not null)
            {
                fields["client_secret"] = secret;
            }
        }

        request.Content = new FormUrlEncodedContent(fields);
        var answer = await http.SendAsync(request, cancellationToken);
        if (answer.Text("access_token") is not { Length: > 0 } accessToken
            || !string.Equals(answer.Text("token_type"), "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            throw new ExternalSignInException(ExternalFailure.Refused, "no bearer token");
        }

        return answer.Text("id_token") is { } idToken || provider.Kind == ProviderKind.Facebook
            ? new ProviderTokens(accessToken, answer.Text("id_token"))
            : throw new ExternalSignInException(ExternalFailure.Refused, "no identity token");
    }

    /// <summary>The full address to which the provider sends the browser back: from the settings, never from a request.</summary>
    public static string CallbackUrl(PortalOptions options, ExternalProvider provider) => new Uri(options.PublicUrl, provider.CallbackPath).AbsoluteUri;

    // Both are encoded like form values before they are joined (RFC 6749 §2.3.1).
    private static AuthenticationHeaderValue Basic(string clientId, string secret) => new(
        "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Encoded(clientId)}:{Encoded(secret)}")));

    private static string Encoded(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
