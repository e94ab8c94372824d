using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Portal.Core.Tenants;

namespace Portal.SignIn.Providers;

/// <summary>Asks a provider for its endpoints and keys (OpenID Connect Discovery 1.0 §4). Facebook's are known without asking.</summary>
internal sealed class FetchMetadata(ProviderHttp http, TimeProvider time)
{
    private const string GraphVersion = "v23.0";

    /// <exception cref="ExternalSignInException">The provider does not answer, or names another issuer.</exception>
    public async Task<ProviderMetadata> FetchAsync(ExternalProvider provider, CancellationToken cancellationToken)
    {
        if (provider.Kind == ProviderKind.Facebook)
        {
            return Facebook(provider);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{provider.Authority}/.well-known/openid-configuration");
        var found = await http.SendAsync(request, cancellationToken);
        if (found.Text("issuer") != provider.Issuer)
        {
            throw new ExternalSignInException(ExternalFailure.Unavailable, "discovery names another issuer");
        }

        using var forKeys = new HttpRequestMessage(HttpMethod.Get, Endpoint(found, "jwks_uri"));
        var keys = await http.SendAsync(forKeys, cancellationToken);
        return new ProviderMetadata
        {
            Authorization = Endpoint(found, "authorization_endpoint"),
            Token = Endpoint(found, "token_endpoint"),
            UserInfo = found.TryGetProperty("userinfo_endpoint", out _) ? Endpoint(found, "userinfo_endpoint") : null,
            NamesIssuer = found.IsTrue("authorization_response_iss_parameter_supported"),
            TakesBasic = TakesBasic(found),
            Keys = Keys(keys),
            FetchedAt = time.GetUtcNow(),
        };
    }

    private ProviderMetadata Facebook(ExternalProvider provider)
    {
        var graph = provider.Options.GraphUrl.Length > 0 ? provider.Options.GraphUrl.TrimEnd('/') : "https://graph.facebook.com";
        return new ProviderMetadata
        {
            Authorization = new Uri($"{provider.Authority}/{GraphVersion}/dialog/oauth"),
            Token = new Uri($"{graph}/{GraphVersion}/oauth/access_token"),
            UserInfo = new Uri($"{graph}/{GraphVersion}/me"),
            FetchedAt = time.GetUtcNow(),
        };
    }

    private static Uri Endpoint(JsonElement found, string name) =>
        Uri.TryCreate(found.Text(name), UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw new ExternalSignInException(ExternalFailure.Unavailable, "discovery lacks an https endpoint");

    // Without the field basic is what it takes (Discovery §3).
    private static bool TakesBasic(JsonElement found) =>
        !found.TryGetProperty("token_endpoint_auth_methods_supported", out var methods)
        || (methods.ValueKind == JsonValueKind.Array
            && methods.EnumerateArray().Any(m => m.ValueKind == JsonValueKind.String && m.ValueEquals("client_secret_basic")));

    private static IReadOnlyList<JsonWebKey> Keys(JsonElement keys)
    {
        try
        {
            return [.. new JsonWebKeySet(keys.GetRawText()).Keys];
        }
        catch (Exception error) when (error is ArgumentException or JsonException)
        {
            throw new ExternalSignInException(ExternalFailure.Unavailable, "the key set is none");
        }
    }
}
