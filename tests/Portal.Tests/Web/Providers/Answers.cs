using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Portal.Tests.Web.Providers;

/// <summary>What a fake provider says, each part of which a test may spoil.</summary>
internal sealed class Answers
{
    public const string AccessToken = "an-access-token";

    public static readonly RSA Key = RSA.Create(2048);
    public static readonly RSA OtherKey = RSA.Create(2048);

    public bool Down { get; set; }

    public bool NamesIssuer { get; set; }

    public string? DiscoveredIssuer { get; set; }

    public object[] Keys { get; set; } = [Public(Key, "k1")];

    /// <summary>The identity token's header.</summary>
    public Dictionary<string, object?> Header { get; } = new() { ["alg"] = "RS256", ["kid"] = "k1", ["typ"] = "JWT" };

    /// <summary>The identity token's claims; the nonce is added unless it is there.</summary>
    public Dictionary<string, object?> Claims { get; set; } = [];

    public bool LeavesNonceOut { get; set; }

    /// <summary>Signs what stands before the second dot.</summary>
    public Func<byte[], byte[]> Sign { get; set; } = input => Key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Changes the token's payload as text, for what no dictionary can hold.</summary>
    public Func<string, string> Rewrite { get; set; } = payload => payload;

    public string TokenType { get; set; } = "Bearer";

    public bool LeavesIdTokenOut { get; set; }

    public Dictionary<string, object?> UserInfo { get; set; } = [];

    public Func<HttpRequest, bool> AllowsUserInfo { get; set; } = _ => true;

    public Func<IReadOnlyDictionary<string, string>, string, bool> KnowsClient { get; set; } = (_, authorization) =>
        authorization == "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(
            $"{FakeProvider.ClientId}:{Uri.EscapeDataString(FakeProvider.Secret)}"));

    public static string Base64(byte[] bytes) => Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(bytes);

    public static object Public(RSA key, string? id)
    {
        var parameters = key.ExportParameters(false);
        var jwk = new Dictionary<string, object> { ["kty"] = "RSA", ["use"] = "sig", ["n"] = Base64(parameters.Modulus!), ["e"] = Base64(parameters.Exponent!) };
        if (id is not null)
        {
            jwk["kid"] = id;
        }

        return jwk;
    }

    public Dictionary<string, object?> Tokens(string nonce)
    {
        var tokens = new Dictionary<string, object?> { ["access_token"] = AccessToken, ["token_type"] = TokenType, ["expires_in"] = 300 };
        if (!LeavesIdTokenOut)
        {
            tokens["id_token"] = IdToken(nonce);
        }

        return tokens;
    }

    private string IdToken(string nonce)
    {
        var claims = new Dictionary<string, object?>(Claims);
        if (!LeavesNonceOut)
        {
            claims.TryAdd("nonce", nonce);
        }

        var input = $"{Json(Header)}.{Base64(Encoding.UTF8.GetBytes(Rewrite(JsonSerializer.Serialize(claims))))}";
        return $"{input}.{Base64(Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Json(object value) => Base64(JsonSerializer.SerializeToUtf8Bytes(value));
}
