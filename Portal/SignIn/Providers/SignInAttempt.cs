using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.SignIn.Providers;

/// <summary>One try to sign in at a provider, kept in the browser until it comes back: what its answer must fit.</summary>
internal sealed record SignInAttempt : IEnding
{
    private const int Bytes = 32;
    private const int StateLength = 43;

    /// <summary>How long a person may take at the provider.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The provider's name: an answer of another one does not count.</summary>
    public required string Provider { get; init; }

    /// <summary>Comes back with the answer (RFC 6749 §10.12).</summary>
    public required string State { get; init; }

    /// <summary>Comes back inside of the identity token.</summary>
    public required string Nonce { get; init; }

    /// <summary>Shows that the code is redeemed by whom it was asked for (RFC 7636 §4.1).</summary>
    public required string Verifier { get; init; }

    /// <summary>Where the person wanted to go.</summary>
    public string? ReturnUrl { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The method S256 of RFC 7636 §4.2.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInAttempt Begin(string provider, string? returnUrl, DateTimeOffset now) => new()
    {
        Provider = provider,
        State = Secret(),
        Nonce = Secret(),
        Verifier = Secret(),
        ReturnUrl = returnUrl,
        ExpiresAt = now + Lifetime,
    };

    /// <summary>The attempt's cookie: each has its own, so that two windows do not disturb each other.</summary>
    /// <returns>Null where the state is none of ours.</returns>
    public static string? CookieOf(string? state) =>
        state is { Length: StateLength } && Base64Url.IsValid(state) ? $"__Host-external-{state[..8]}" : null;

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
}
