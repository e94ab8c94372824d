using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Portal.SignIn.Providers;

/// <summary>Checks an identity token (OpenID Connect Core 1.0 §3.1.3.7): signature and times by Microsoft.IdentityModel, then what the protocol asks besides.</summary>
internal sealed class CheckIdToken(MetadataCache cache, TimeProvider time)
{
    private const int LargestToken = 32 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan OldestIssue = TimeSpan.FromMinutes(10);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LargestToken };

    /// <returns>The token's claims.</returns>
    /// <exception cref="ExternalSignInException">It is not for us, not now, not for this attempt, or not from the provider.</exception>
    public async Task<JsonElement> CheckAsync(
        ExternalProvider provider, ProviderMetadata metadata, ProviderTokens tokens, string nonce, CancellationToken cancellationToken)
    {
        var token = Parse(tokens.IdToken!);
        var algorithm = provider.Options.SigningAlgorithm;
        Demand(token.Alg == algorithm, "algorithm");
        var key = SigningKeys.Choose(metadata.Keys, algorithm, token.Kid)
            ?? SigningKeys.Choose((await cache.RenewAsync(provider, metadata, cancellationToken)).Keys, algorithm, token.Kid);
        Demand(key is not null, "key");
        var result = await _handler.ValidateTokenAsync(token, Parameters(provider, key!));
        Demand(result.IsValid, $"token: {result.Exception?.GetType().Name}");

        var claims = ProviderHttp.Read(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        CheckIssuerAndAudience(provider, claims);
        CheckIssueTime(claims);
        Demand(NonceFits(provider, claims, nonce), "nonce");
        Demand(AccessTokenFits(claims, algorithm, tokens.AccessToken), "at_hash");
        return claims;
    }

    private JsonWebToken Parse(string text)
    {
        try
        {
            return _handler.ReadJsonWebToken(text);
        }
        catch (Exception error) when (error is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            throw new ExternalSignInException(ExternalFailure.Refused, "malformed token");
        }
    }

    private TokenValidationParameters Parameters(ExternalProvider provider, SecurityKey key) => new()
    {
        ValidAlgorithms = [provider.Options.SigningAlgorithm],
        IssuerSigningKey = key,
        ValidateIssuerSigningKey = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAudience = provider.Options.ClientId,
        IssuerValidator = (issuer, token, _) => provider.IsIssuer(issuer, Organisation(token))
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("issuer"),
        LifetimeValidator = (from, until, _, _) => IsNow(from, until),
    };

    // Where one issuer stands for many organisations, the token says which one it is.
    private static string Organisation(SecurityToken token) =>
        token is JsonWebToken json && json.TryGetPayloadValue<string>("tid", out var id) ? id : "";

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is not null && now < until + Skew && (from is null || now >= from - Skew);
    }

    private static void CheckIssuerAndAudience(ExternalProvider provider, JsonElement claims)
    {
        // The same as the validator saw, in the one reading of the claims that everything else relies on.
        Demand(claims.Text("iss") is { } issuer && provider.IsIssuer(issuer, claims.Text("tid") ?? ""), "issuer");
        var us = provider.Options.ClientId;
        var hasParty = claims.TryGetProperty("azp", out _);
        var many = claims.TryGetProperty("aud", out var audience) && audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() > 1;
        Demand(hasParty ? claims.Text("azp") == us : !many, "azp");
    }

    private void CheckIssueTime(JsonElement claims)
    {
        Demand(claims.TryGetProperty("iat", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out _), "iat");
        var age = time.GetUtcNow().ToUnixTimeSeconds() - value.GetDouble();
        Demand(age >= -Skew.TotalSeconds && age <= OldestIssue.TotalSeconds, "iat");
    }

    private static bool NonceFits(ExternalProvider provider, JsonElement claims, string nonce) => claims.TryGetProperty("nonce", out _)
        ? claims.Text("nonce") is { } said && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(nonce))
        : !provider.Preset.ReturnsNonce;

    // Core §3.1.3.6: the left half of the hash that belongs to the signature's algorithm.
    private static bool AccessTokenFits(JsonElement claims, string algorithm, string accessToken)
    {
        if (!claims.TryGetProperty("at_hash", out _))
        {
            return true;
        }

        var bytes = Encoding.UTF8.GetBytes(accessToken);
        var hash = algorithm[^3..] switch { "384" => SHA384.HashData(bytes), "512" => SHA512.HashData(bytes), _ => SHA256.HashData(bytes) };
        return claims.Text("at_hash") == Base64UrlEncoder.Encode(hash[..(hash.Length / 2)]);
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new ExternalSignInException(ExternalFailure.Refused, what);
        }
    }
}
