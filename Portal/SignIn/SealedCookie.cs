using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.SignIn;

/// <summary>What a cookie holds that ends at a moment of its own.</summary>
internal interface IEnding
{
    /// <summary>When it is worth nothing any more.</summary>
    DateTimeOffset ExpiresAt { get; }
}

/// <summary>
/// Keeps something in the browser for a few minutes that nobody can read or change there: encrypted with the portal's data-protection
/// keys, under a <c>__Host-</c> name (RFC 6265bis §4.1.3.2). Lax, so that it comes along when another site sends the browser back.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class SealedCookie<T>(IDataProtectionProvider protection, TimeProvider time)
    where T : class, IEnding
{
    private readonly IDataProtector _protector = protection.CreateProtector($"cookie/{typeof(T).Name}");

    public void Write(HttpResponse response, string name, T content)
    {
        var options = HostCookie.Attributes(content.ExpiresAt - time.GetUtcNow());
        response.Cookies.Append(name, Base64(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(content))), options);
    }

    /// <summary>What is in it; null where there is none, it is somebody's invention, or has ended.</summary>
    public T? Read(HttpRequest request, string name)
    {
        try
        {
            return request.Cookies[name] is { Length: > 0 } text
                && JsonSerializer.Deserialize<T>(_protector.Unprotect(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(text))) is { } content
                && content.ExpiresAt > time.GetUtcNow()
                    ? content
                    : null;
        }
        catch (Exception error) when (error is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    public static void Delete(HttpResponse response, string name) => response.Cookies.Delete(name, HostCookie.Attributes());

    private static string Base64(byte[] bytes) => Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(bytes);
}
