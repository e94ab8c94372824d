using System.Security.Cryptography;

namespace Portal.Core.Accounts.Sessions;

/// <summary>
/// What a signed-in browser's cookie carries: 32 random bytes. The row in the database is named by their hash and encrypted
/// with a key derived from them, so neither the database nor the cookie alone opens anything.
/// </summary>
public sealed class SessionSecret
{
    private readonly byte[] _bytes;

    private SessionSecret(byte[] bytes)
    {
        _bytes = bytes;
        Id = SHA256.HashData([.. "portal/1/session-id\0"u8, .. bytes]);
    }

    /// <summary>The session's name in the database: SHA-256(label ‖ secret), 32 bytes.</summary>
    public byte[] Id { get; }

    /// <summary>A new one.</summary>
    public static SessionSecret Create() => new(CookieSecret.Create());

    /// <summary>Reads <see cref="ToText"/>; null for whatever is none.</summary>
    public static SessionSecret? Parse(string? text) => CookieSecret.Parse(text) is { } bytes ? new SessionSecret(bytes) : null;

    /// <summary>The form for the cookie: 43 characters of base64url.</summary>
    public string ToText() => CookieSecret.ToText(_bytes);

    /// <summary>The row's key (RFC 5869), 32 bytes. The secret is uniformly random, so no salt is needed (§3.1).</summary>
    internal void DeriveKey(Span<byte> key) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, key, [], "portal/1/session-key"u8);
}
