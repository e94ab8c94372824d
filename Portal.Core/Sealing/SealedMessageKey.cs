using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// A message key's copy for one mailbox. Ingest writes the delivery copy (HPKE auth, 113 bytes: only ingest can have made it); the reader
/// may put in its place the cheaper copy under the mailbox's symmetric key (60 bytes). The length tells them apart.
/// </summary>
public static class SealedMessageKey
{
    /// <summary>The delivery copy: <c>enc (65) ‖ ciphertext (32) ‖ tag (16)</c>.</summary>
    public const int DeliverySize = Hpke.Overhead + MessageKey.Size;

    /// <summary>The reader's copy: <c>nonce (12) ‖ ciphertext (32) ‖ tag (16)</c>.</summary>
    public const int RewrappedSize = NonceSize + MessageKey.Size + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Makes the delivery copy.</summary>
    public static byte[] Seal(MessageKey key, P256KeyPair ingest, P256PublicKey mailbox, Guid mailboxId, Guid messageId)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> info = stackalloc byte[InfoBytes.MaxSize];
        return Hpke.SealAuth(ingest, mailbox, Info(info, mailboxId, messageId), [], key.Bytes);
    }

    /// <summary>Opens a delivery copy, if that ingest sealed it to that mailbox for that message.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public static MessageKey Open(ReadOnlySpan<byte> sealedKey, P256KeyPair mailbox, P256PublicKey ingest, Guid mailboxId, Guid messageId)
    {
        CheckSize(sealedKey, DeliverySize);
        Span<byte> info = stackalloc byte[InfoBytes.MaxSize];
        var bytes = Hpke.OpenAuth(mailbox, ingest, Info(info, mailboxId, messageId), [], sealedKey);
        var key = MessageKey.FromBytes(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>Makes the reader's copy: AES-256-GCM with a random nonce.</summary>
    /// <param name="key">The key, which the caller has opened from the delivery copy.</param>
    /// <param name="symmetricKey32">The mailbox's symmetric key.</param>
    /// <param name="mailboxId">The mailbox.</param>
    /// <param name="messageId">The message.</param>
    public static byte[] Rewrap(MessageKey key, ReadOnlySpan<byte> symmetricKey32, Guid mailboxId, Guid messageId)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(symmetricKey32.Length, 32, nameof(symmetricKey32));
        using var aes = new AesGcm(symmetricKey32, TagSize);
        Span<byte> info = stackalloc byte[InfoBytes.MaxSize];
        var result = new byte[RewrappedSize];
        var nonce = result.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(nonce, key.Bytes, result.AsSpan(NonceSize, MessageKey.Size), result.AsSpan(^TagSize..), Info(info, mailboxId, messageId));
        return result;
    }

    /// <summary>Opens a reader's copy.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public static MessageKey OpenRewrapped(ReadOnlySpan<byte> sealedKey, ReadOnlySpan<byte> symmetricKey32, Guid mailboxId, Guid messageId)
    {
        CheckSize(sealedKey, RewrappedSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(symmetricKey32.Length, 32, nameof(symmetricKey32));
        using var aes = new AesGcm(symmetricKey32, TagSize);
        return OpenRewrapped(sealedKey, aes, mailboxId, messageId);
    }

    internal static MessageKey OpenRewrapped(ReadOnlySpan<byte> sealedKey, AesGcm aes, Guid mailboxId, Guid messageId)
    {
        CheckSize(sealedKey, RewrappedSize);
        Span<byte> info = stackalloc byte[InfoBytes.MaxSize];
        info = Info(info, mailboxId, messageId);
        Span<byte> bytes = stackalloc byte[MessageKey.Size];
        try
        {
            aes.Decrypt(sealedKey[..NonceSize], sealedKey[NonceSize..^TagSize], sealedKey[^TagSize..], bytes, info);
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

    private static Span<byte> Info(Span<byte> buffer, Guid mailboxId, Guid messageId) =>
        buffer[..InfoBytes.Write(buffer, "delivery"u8, mailboxId, messageId)];

    private static void CheckSize(ReadOnlySpan<byte> sealedKey, int size)
    {
        if (sealedKey.Length != size)
        {
            throw new SealingException(SealingFailure.Malformed);
        }
    }
}
