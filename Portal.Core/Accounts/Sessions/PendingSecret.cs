using System.Security.Cryptography;

namespace Portal.Core.Accounts.Sessions;

/// <summary>
/// What a browser's cookie carries between the first and the second factor: 32 random bytes. As with a session, name and key of the row are derived from
/// them, by other labels: as a session's secret it opens nothing (threat B10).
/// </summary>
public sealed class PendingSecret
{
    private readonly byte[] _bytes;

    private PendingSecret(byte[] bytes)
    {
        _bytes = bytes;
        Id = SHA256.HashData([.. "portal/1/pending-id\0"u8, .. bytes]);
    }

    /// <summary>The row's name in the database: SHA-256(label ‖ secret), 32 bytes.</summary>
    public byte[] Id { get; }

    /// <summary>A new one.</summary>
    public static PendingSecret Create() => new(CookieSecret.Create());

    /// <summary>Reads <see cref="ToText"/>; null for whatever is none.</summary>
    public static PendingSecret? Parse(string? text) => CookieSecret.Parse(text) is { } bytes ? new PendingSecret(bytes) : null;

    /// <summary>The form for the cookie: 43 characters of base64url.</summary>
    public string ToText() => CookieSecret.ToText(_bytes);

    internal void DeriveKey(Span<byte> key) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, key, [], "portal/1/pending-key"u8);
}
