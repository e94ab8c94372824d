using System.Security.Cryptography;

namespace Portal.Core.Sealing;

/// <summary>
/// HPKE, single-shot (RFC 9180 §6.1): DHKEM(P-256, HKDF-SHA-256), HKDF-SHA-256, AES-256-GCM (suite 0x0010, 0x0001, 0x0002), modes base and
/// auth. Results are <c>enc (65) ‖ ciphertext ‖ tag (16)</c>.
/// </summary>
public static class Hpke
{
    /// <summary>How much longer the result is than the plaintext.</summary>
    public const int Overhead = DhKem.EncSize + TagSize;

    private const int TagSize = 16;
    private const int KeySize = 32;

    /// <summary>Seals to a recipient; anybody could have.</summary>
    public static byte[] SealBase(P256PublicKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        using var ephemeral = P256KeyPair.Create();
        return Seal(ephemeral, null, recipient, info, aad, plaintext);
    }

    /// <summary>Opens what <see cref="SealBase"/> made.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public static byte[] OpenBase(P256KeyPair recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes) =>
        Open(recipient, null, info, aad, sealedBytes);

    /// <summary>Seals to a recipient so that only the sender (or the recipient) can have.</summary>
    public static byte[] SealAuth(
        P256KeyPair sender, P256PublicKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(sender);
        using var ephemeral = P256KeyPair.Create();
        return Seal(ephemeral, sender, recipient, info, aad, plaintext);
    }

    /// <summary>Opens what <see cref="SealAuth"/> made, if that sender made it.</summary>
    /// <exception cref="SealingException">Malformed, or WrongKey when it does not verify.</exception>
    public static byte[] OpenAuth(
        P256KeyPair recipient, P256PublicKey sender, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes)
    {
        ArgumentNullException.ThrowIfNull(sender);
        return Open(recipient, sender, info, aad, sealedBytes);
    }

    // With a given ephemeral key: for vectors. One that is used twice gives both plaintexts away.
    internal static byte[] Seal(
        P256KeyPair ephemeral,
        P256KeyPair? sender,
        P256PublicKey recipient,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> aad,
        ReadOnlySpan<byte> plaintext)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        Span<byte> secret = stackalloc byte[DhKem.SecretSize];
        DhKem.Encapsulate(ephemeral, recipient, sender, secret);
        return Seal(ephemeral.PublicKey.Bytes, secret, sender is not null, info, aad, plaintext);
    }

    // The secret is zeroed here.
    internal static byte[] Seal(
        ReadOnlySpan<byte> enc, Span<byte> secret, bool auth, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[Overhead + plaintext.Length];
        enc.CopyTo(result);
        var ciphertext = result.AsSpan(DhKem.EncSize, plaintext.Length);
        Span<byte> nonce = stackalloc byte[HpkeKeySchedule.NonceSize];
        using var aes = Schedule(auth, secret, info, nonce);
        aes.Encrypt(nonce, plaintext, ciphertext, result.AsSpan(^TagSize..), aad);
        return result;
    }

    private static byte[] Open(
        P256KeyPair recipient, P256PublicKey? sender, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        if (sealedBytes.Length < Overhead)
        {
            throw new SealingException(SealingFailure.Malformed);
        }

        Span<byte> secret = stackalloc byte[DhKem.SecretSize];
        DhKem.Decapsulate(sealedBytes[..DhKem.EncSize], recipient, sender, secret);
        return Open(secret, sender is not null, info, aad, sealedBytes);
    }

    // The secret is zeroed here.
    internal static byte[] Open(
        Span<byte> secret, bool auth, ReadOnlySpan<byte> info, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> sealedBytes)
    {
        Span<byte> nonce = stackalloc byte[HpkeKeySchedule.NonceSize];
        using var aes = Schedule(auth, secret, info, nonce);
        var plaintext = new byte[sealedBytes.Length - Overhead];
        try
        {
            aes.Decrypt(nonce, sealedBytes[DhKem.EncSize..^TagSize], sealedBytes[^TagSize..], plaintext, aad);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealingException(SealingFailure.WrongKey);
        }

        return plaintext;
    }

    // Takes the shared secret's place in the caller: it is zeroed here.
    private static AesGcm Schedule(bool auth, Span<byte> secret, ReadOnlySpan<byte> info, Span<byte> nonce)
    {
        Span<byte> key = stackalloc byte[KeySize];
        var mode = auth ? HpkeKeySchedule.ModeAuth : HpkeKeySchedule.ModeBase;
        HpkeKeySchedule.Derive(mode, HpkeKeySchedule.Aes256Gcm, secret, info, key, nonce);
        var aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(secret);
        return aes;
    }
}
