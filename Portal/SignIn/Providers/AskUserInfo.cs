using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Portal.SignIn.Providers;

/// <summary>Asks with the access token who it is: at Facebook's Graph API, or where an identity token names no address (Core §5.3).</summary>
internal sealed class AskUserInfo(ProviderHttp http, ClientSecret secrets)
{
    /// <summary>The claims of whom the identity token names.</summary>
    /// <exception cref="ExternalSignInException">The answer is about somebody else, or there is none.</exception>
    public async Task<JsonElement> OfAsync(
        ProviderMetadata metadata, string accessToken, string subject, CancellationToken cancellationToken)
    {
        var claims = await AskAsync(metadata.UserInfo!.AbsoluteUri, accessToken, cancellationToken);

        // Otherwise a token that was exchanged for another's would do (Core §5.3.2).
        return claims.Text("sub") == subject ? claims : throw new ExternalSignInException(ExternalFailure.Refused, "userinfo of somebody else");
    }

    /// <summary>The Graph API's answer: <c>id</c>, <c>name</c>, <c>email</c>.</summary>
    /// <exception cref="ExternalSignInException">There is none.</exception>
    public Task<JsonElement> OfGraphAsync(
        ExternalProvider provider, ProviderMetadata metadata, string accessToken, CancellationToken cancellationToken)
    {
        // The proof shows that the token was given to whoever has the secret, not taken from another app.
        var proof = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secrets.Of(provider) ?? ""), Encoding.UTF8.GetBytes(accessToken));
        var url = QueryHelpers.AddQueryString(metadata.UserInfo!.AbsoluteUri, new Dictionary<string, string?>
        {
            ["fields"] = "id,name,email",
            ["appsecret_proof"] = Convert.ToHexStringLower(proof),
        });
        return AskAsync(url, accessToken, cancellationToken);
    }

    private async Task<JsonElement> AskAsync(string url, string accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await http.SendAsync(request, cancellationToken);
    }
}
