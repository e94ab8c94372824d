using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Portal.Core.Accounts;

/// <summary>32 random bytes in a cookie, of which the database has only a hash: 43 characters of base64url.</summary>
internal static class CookieSecret
{
    private const int Size = 32;
    private const int TextLength = 43;

    public static byte[] Create() => RandomNumberGenerator.GetBytes(Size);

    public static string ToText(byte[] secret) => Base64Url.EncodeToString(secret);

    /// <summary>Reads <see cref="ToText"/>; null for whatever is none.</summary>
    public static byte[]? Parse(string? text)
    {
        var bytes = new byte[Size];
        return text is { Length: TextLength }
            && Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done
            && length == Size
                ? bytes
                : null;
    }
}
