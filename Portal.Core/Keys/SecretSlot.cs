using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// What password, recovery and passkey slots have in common: <c>head ‖ salt (32) ‖ commitment (32) ‖ nonce (12) ‖ ciphertext (32) ‖ tag (16)</c>.
/// HKDF of the secret gives the AES-256-GCM key and the commitment, which is compared before anything is decrypted: AES-GCM does not commit
/// to its key, and one crafted slot would test many passwords at once (Len, Grubbs, Ristenpart, Partitioning Oracle Attacks, 2021).
/// </summary>
internal static class SecretSlot
{
    public const byte Version = 0x01;

    /// <summary>The size of what follows the head.</summary>
    public const int TailSize = SaltSize + CommitmentSize + NonceSize + MailboxKey.Size + TagSize;

    private const int SaltSize = 32;
    private const int KeySize = 32;
    private const int CommitmentSize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Locks a mailbox's private key.</summary>
    /// <param name="head">Version, kind and parameters.</param>
    /// <param name="name">The context's name.</param>
    /// <param name="secret">What will open it.</param>
    /// <param name="mailbox">The mailbox's key.</param>
    /// <param name="mailboxId">The mailbox.</param>
    public static byte[] Create(
        ReadOnlySpan<byte> head, ReadOnlySpan<byte> name, ReadOnlySpan<byte> secret, MailboxKey mailbox, Guid mailboxId)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        var slot = new byte[head.Length + TailSize];
        head.CopyTo(slot);
        var tail = slot.AsSpan(head.Length);
        RandomNumberGenerator.Fill(tail[..SaltSize]);
        RandomNumberGenerator.Fill(tail.Slice(SaltSize + CommitmentSize, NonceSize));
        Span<byte> keys = stackalloc byte[KeySize + CommitmentSize];
        var scalar = mailbox.ExportPrivate();
        try
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, keys, tail[..SaltSize], InfoBytes.Of(name, mailboxId));
            keys[KeySize..].CopyTo(tail[SaltSize..]);
            using var aes = new AesGcm(keys[..KeySize], TagSize);
            var box = tail[(SaltSize + CommitmentSize)..];
            aes.Encrypt(box[..NonceSize], scalar, box[NonceSize..^TagSize], box[^TagSize..], Bound(slot, head.Length, mailboxId));
            return slot;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>Opens a slot whose length and head the caller has checked.</summary>
    /// <exception cref="SealingException">WrongKey: the commitment differs. Forged: it is equal and the tag does not verify. Malformed:
    /// what was locked is no private key.</exception>
    public static MailboxKey Open(
        ReadOnlySpan<byte> slot, int headSize, ReadOnlySpan<byte> name, ReadOnlySpan<byte> secret, Guid mailboxId)
    {
        var tail = slot[headSize..];
        Span<byte> keys = stackalloc byte[KeySize + CommitmentSize];
        Span<byte> scalar = stackalloc byte[MailboxKey.Size];
        try
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, keys, tail[..SaltSize], InfoBytes.Of(name, mailboxId));
            if (!CryptographicOperations.FixedTimeEquals(keys[KeySize..], tail.Slice(SaltSize, CommitmentSize)))
            {
                throw new SealingException(SealingFailure.WrongKey);
            }

            using var aes = new AesGcm(keys[..KeySize], TagSize);
            var box = tail[(SaltSize + CommitmentSize)..];
            aes.Decrypt(box[..NonceSize], box[NonceSize..^TagSize], box[^TagSize..], scalar, Bound(slot, headSize, mailboxId));
            return MailboxKey.FromPrivate(scalar);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealingException(SealingFailure.Forged);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    // Everything before the nonce, then the mailbox.
    private static byte[] Bound(ReadOnlySpan<byte> slot, int headSize, Guid mailboxId) =>
        [.. slot[..(headSize + SaltSize + CommitmentSize)], .. mailboxId.ToByteArray(bigEndian: true)];
}
