using System.Security.Cryptography;

namespace Portal.Core.Accounts.Devices;

/// <summary>What the cookie of a browser carries in which somebody has signed in: 32 random bytes. The database has only their hash.</summary>
public sealed class DeviceSecret
{
    private readonly byte[] _bytes;

    private DeviceSecret(byte[] bytes)
    {
        _bytes = bytes;
        Id = SHA256.HashData([.. "portal/1/device-id\0"u8, .. bytes]);
    }

    /// <summary>The device's name in the database: SHA-256(label ‖ secret), 32 bytes.</summary>
    public byte[] Id { get; }

    /// <summary>A new one.</summary>
    public static DeviceSecret Create() => new(CookieSecret.Create());

    /// <summary>Reads <see cref="ToText"/>; null for whatever is none.</summary>
    public static DeviceSecret? Parse(string? text) => CookieSecret.Parse(text) is { } bytes ? new DeviceSecret(bytes) : null;

    /// <summary>The form for the cookie: 43 characters of base64url.</summary>
    public string ToText() => CookieSecret.ToText(_bytes);
}
