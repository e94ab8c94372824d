using System.Buffers;
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
        Span<byte> bytes = stackalloc byte[Size];
        return text is { Length: 22 } && Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done
                && length == Size
            ? SHA256.HashData(bytes)
            : null;
    }
}
