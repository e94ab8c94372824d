using Microsoft.IdentityModel.Tokens;

namespace Portal.SignIn.Providers;

/// <summary>Where a provider's endpoints are, and the keys that it signs with.</summary>
internal sealed record ProviderMetadata
{
    public required Uri Authorization { get; init; }

    public required Uri Token { get; init; }

    public Uri? UserInfo { get; init; }

    /// <summary>Whether every answer names its issuer (RFC 9207 §3).</summary>
    public bool NamesIssuer { get; init; }

    /// <summary>Whether the client's secret may go as HTTP basic authentication.</summary>
    public bool TakesBasic { get; init; }

    public IReadOnlyList<JsonWebKey> Keys { get; init; } = [];

    public DateTimeOffset FetchedAt { get; init; }
}
