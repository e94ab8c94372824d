using System.Buffers.Text;
using System.Security.Cryptography;

namespace Portal.Core.Accounts;

/// <summary>The random part of a notice's link: 16 random bytes, of which only the hash is stored.</summary>
internal sealed record NoticeToken(string Text, byte[] Hash)
{
    private const int Size = 16;

    public static NoticeToken Create()
    {
        var bytes = RandomNumberGenerator.GetBytes(Size);
        return new NoticeToken(Base64Url.EncodeToString(bytes), SHA256.HashData(bytes));
    }

    /// <summary>The hash of a token from a link, or null where it is none.</summary>
    public static byte[]? HashOf(string? text)
    {
        // Asked before, since decoding throws at other characters.
        return text is { Length: 22 } && Base64Url.IsValid(text, out var length) && length == Size
            ? SHA256.HashData(Base64Url.DecodeFromChars(text))
            : null;
    }
}
