using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.SignIn.Passkeys;

/// <summary>
/// Carries challenges in the form that asks, sealed, and bound to the browser by a cookie: until one is answered rightly the database knows nothing of it, so
/// strangers who load pages fill no table, and tabs do not disturb each other.
/// </summary>
internal sealed class PasskeyTokens(IDataProtectionProvider protection, TimeProvider time)
{
    public const string Cookie = "__Host-passkey";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int SecretLength = 43;
    private readonly IDataProtector _box = protection.CreateProtector("passkey-challenge/1");

    public string Write(HttpContext context, PasskeyPurpose purpose, string subject, string state)
    {
        var browser = Read(context.Request);
        if (browser is null)
        {
            browser = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            context.Response.Cookies.Append(Cookie, browser, HostCookie.Attributes());
        }

        var challenge = new PasskeyChallenge(Guid.NewGuid(), purpose, subject, Hash(browser), state, time.GetUtcNow() + Lifetime);
        return Base64Url.EncodeToString(_box.Protect(JsonSerializer.SerializeToUtf8Bytes(challenge)));
    }

    /// <summary>The challenge, or null where it is not one of ours, of another purpose, browser or sign-in, or has ended.</summary>
    public PasskeyChallenge? Read(HttpContext context, PasskeyPurpose purpose, string subject, string? token)
    {
        if (token is not { Length: > 0 and < 8192 } || !Base64Url.IsValid(token) || Read(context.Request) is not { } browser)
        {
            return null;
        }

        try
        {
            var challenge = JsonSerializer.Deserialize<PasskeyChallenge>(_box.Unprotect(Base64Url.DecodeFromChars(token)));
            return challenge is not null && challenge.Purpose == purpose && challenge.Subject == subject && challenge.Browser == Hash(browser)
                && challenge.ExpiresAt > time.GetUtcNow() ? challenge : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? Read(HttpRequest request) => request.Cookies[Cookie] is { Length: SecretLength } text ? text : null;

    private static string Hash(string browser) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(browser)));
}
