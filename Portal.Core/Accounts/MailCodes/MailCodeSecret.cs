using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Accounts.MailCodes;

/// <summary>What the browser keeps that asked for a code: 32 random bytes. Without them the code in the mail is worth nothing.</summary>
public sealed class MailCodeSecret
{
    private readonly byte[] _bytes;

    private MailCodeSecret(byte[] bytes, MailCodePurpose purpose)
    {
        _bytes = bytes;
        Id = SHA256.HashData([.. Encoding.ASCII.GetBytes($"portal/1/mail-code/{purpose}\0"), .. bytes]);
    }

    /// <summary>The code's name in the database: SHA-256(label ‖ purpose ‖ secret), 32 bytes.</summary>
    public byte[] Id { get; }

    /// <summary>A new one.</summary>
    public static MailCodeSecret Create(MailCodePurpose purpose) => new(CookieSecret.Create(), purpose);

    /// <summary>Reads <see cref="ToText"/>; null for whatever is none.</summary>
    public static MailCodeSecret? Parse(string? text, MailCodePurpose purpose) =>
        CookieSecret.Parse(text) is { } bytes ? new MailCodeSecret(bytes, purpose) : null;

    /// <summary>The form for the cookie: 43 characters of base64url.</summary>
    public string ToText() => CookieSecret.ToText(_bytes);
}
