using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// A key of a draft, or of one of its files, for the mailbox that writes: <c>nonce (12) ‖ ciphertext (32) ‖ tag (16)</c> under the mailbox's symmetric
/// key, as a reader's copy of a message key, but bound to other words: neither ever opens in the other's place.
/// </summary>
public static class SealedDraftKey
{
    /// <summary>The size in bytes.</summary>
    public const int Size = NonceSize + MessageKey.Size + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Wraps a draft's key.</summary>
    public static byte[] OfDraft(MessageKey key, ReadOnlySpan<byte> symmetricKey32, Guid mailboxId, Guid draftId) =>
        Wrap(key, symmetricKey32, InfoBytes.Of("draft/key"u8, mailboxId, draftId));

    /// <summary>Wraps a file's key.</summary>
    public static byte[] OfFile(MessageKey key, ReadOnlySpan<byte> symmetricKey32, Guid mailboxId, Guid draftId, Guid fileId) =>
        Wrap(key, symmetricKey32, InfoBytes.Of("draft/filekey"u8, mailboxId, draftId, fileId));

    /// <summary>Opens a draft's key.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public static MessageKey OpenDraft(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> symmetricKey32, Guid mailboxId, Guid draftId) =>
        Open(wrapped, symmetricKey32, InfoBytes.Of("draft/key"u8, mailboxId, draftId));

    /// <summary>Opens a file's key.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public static MessageKey OpenFile(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> symmetricKey32, Guid mailboxId, Guid draftId, Guid fileId) =>
        Open(wrapped, symmetricKey32, InfoBytes.Of("draft/filekey"u8, mailboxId, draftId, fileId));

    private static byte[] Wrap(MessageKey key, ReadOnlySpan<byte> symmetricKey32, ReadOnlySpan<byte> info)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(symmetricKey32.Length, 32, nameof(symmetricKey32));
        using var aes = new AesGcm(symmetricKey32, TagSize);
        var wrapped = new byte[Size];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        aes.Encrypt(wrapped.AsSpan(0, NonceSize), key.Bytes, wrapped.AsSpan(NonceSize, MessageKey.Size), wrapped.AsSpan(Size - TagSize), info);
        return wrapped;
    }

    private static MessageKey Open(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> symmetricKey32, ReadOnlySpan<byte> info)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(symmetricKey32.Length, 32, nameof(symmetricKey32));
        if (wrapped.Length != Size)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        using var aes = new AesGcm(symmetricKey32, TagSize);
        Span<byte> bytes = stackalloc byte[MessageKey.Size];
        try
        {
            aes.Decrypt(wrapped[..NonceSize], wrapped[NonceSize..^TagSize], wrapped[^TagSize..], bytes, info);
            return MessageKey.FromBytes(bytes);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealingException(SealingFailure.WrongKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
