using System.Security.Cryptography;

namespace Portal.Core.Accounts.Resets;

/// <summary>What the cookie of a browser carries that has asked for a code: 32 random bytes. A code alone, which is short, opens nothing.</summary>
public sealed class ResetSecret
{
    private readonly byte[] _bytes;

    private ResetSecret(byte[] bytes)
    {
        _bytes = bytes;
        Hash = SHA256.HashData([.. "portal/1/reset-browser\0"u8, .. bytes]);
    }

    /// <summary>What the database has: SHA-256(label ‖ secret), 32 bytes.</summary>
    public byte[] Hash { get; }

    /// <summary>A new one.</summary>
    public static ResetSecret Create() => new(CookieSecret.Create());

    /// <summary>Reads <see cref="ToText"/>; null for whatever is none.</summary>
    public static ResetSecret? Parse(string? text) => CookieSecret.Parse(text) is { } bytes ? new ResetSecret(bytes) : null;

    /// <summary>The form for the cookie: 43 characters of base64url.</summary>
    public string ToText() => CookieSecret.ToText(_bytes);
}
