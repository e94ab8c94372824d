using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Pages.Settings.Factors;

/// <summary>Carries the secret of an app that is being set up in the form, sealed and bound to the account, for as long as that may take.</summary>
internal sealed class AuthenticatorToken(IDataProtectionProvider protection, TimeProvider time)
{
    private const int IdSize = 16;
    private const int TimeSize = sizeof(long);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private readonly IDataProtector _box = protection.CreateProtector("authenticator-set-up/1");

    public string Write(byte[] secret, Guid accountId) => Base64Url.EncodeToString(_box.Protect(
        [.. accountId.ToByteArray(), .. BitConverter.GetBytes((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds()), .. secret]));

    /// <summary>The secret, or null where the token is not one of ours, is another account's, or has ended.</summary>
    public byte[]? Read(string? token, Guid accountId)
    {
        if (token is not { Length: > 0 and < 1024 } || !Base64Url.IsValid(token))
        {
            return null;
        }

        try
        {
            var plain = _box.Unprotect(Base64Url.DecodeFromChars(token)).AsSpan();
            return new Guid(plain[..IdSize]) == accountId && BitConverter.ToInt64(plain[IdSize..]) > time.GetUtcNow().ToUnixTimeSeconds()
                ? plain[(IdSize + TimeSize)..].ToArray()
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
