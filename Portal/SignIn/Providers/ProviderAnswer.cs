namespace Portal.SignIn.Providers;

/// <summary>What a provider sends with the browser when it comes back.</summary>
internal sealed record ProviderAnswer : IEnding
{
    /// <summary>Where a form's fields wait for the request that may read the browser's other cookies.</summary>
    public const string Cookie = "__Host-external-answer";

    private const int Longest = 2048;

    public string? State { get; init; }

    public string? Code { get; init; }

    public string? Error { get; init; }

    /// <summary>Who answers (RFC 9207).</summary>
    public string? Issuer { get; init; }

    /// <summary>Apple's JSON with the person's name, which it sends once and signs nothing of.</summary>
    public string? User { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Reads the parameters; one that stands there twice, or is endless, counts as none (RFC 6749 §3.1).</summary>
    public static ProviderAnswer Read(Func<string, Microsoft.Extensions.Primitives.StringValues> values, DateTimeOffset expiresAt)
    {
        string? One(string name) => values(name) is [{ Length: > 0 and <= Longest } only] ? only : null;
        return new ProviderAnswer
        {
            State = One("state"), Code = One("code"), Error = One("error"), Issuer = One("iss"), User = One("user"), ExpiresAt = expiresAt,
        };
    }
}
