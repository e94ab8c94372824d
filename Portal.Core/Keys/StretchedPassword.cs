using System.Security.Cryptography;

namespace Portal.Core.Keys;

/// <summary>
/// The result of the slow step, PBKDF2-HMAC-SHA-512 (RFC 8018 §5.2), 32 bytes. HMAC under the pepper makes two things of it, and neither
/// tells anything of the other: what the account's row keeps to check the password, and what opens the account's password slots.
/// </summary>
public sealed class StretchedPassword : IDisposable
{
    private const int Size = 32;

    private readonly SecretBytes _bytes = new(Size);
    private readonly PasswordStretch _stretch;

    /// <summary>Stretches a password: some hundred milliseconds of one core. Callers run it inside <c>PasswordGate</c>.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="stretch">The account's salt and rounds.</param>
    public StretchedPassword(string password, PasswordStretch stretch)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(stretch);
        _stretch = stretch;
        Pbkdf2(password, stretch.Salt, stretch.Rounds, _bytes.Span);
    }

    /// <summary>What checks the password: HMAC(pepper, <c>"account-password/2" ‖ 0x00 ‖ account id ‖ stretched</c>), 32 bytes.</summary>
    /// <param name="pepper">The server's pepper.</param>
    /// <param name="accountId">The account; a verifier that is copied into another's row verifies nothing there.</param>
    public byte[] Verifier(ServerPepper pepper, Guid accountId)
    {
        ArgumentNullException.ThrowIfNull(pepper);
        byte[] bound = [.. accountId.ToByteArray(bigEndian: true), .. _bytes.Span];
        var verifier = pepper.Hash(bound, "account-password/2");
        CryptographicOperations.ZeroMemory(bound);
        return verifier;
    }

    /// <summary>What opens the account's password slots: HMAC(pepper, <c>"slot/password" ‖ 0x00 ‖ stretched</c>).</summary>
    public PasswordSecret SlotSecret(ServerPepper pepper)
    {
        ArgumentNullException.ThrowIfNull(pepper);
        return PasswordSecret.OfStretched(_bytes.Span, _stretch, pepper);
    }

    /// <summary>PBKDF2-HMAC-SHA-512 of the password's bytes.</summary>
    internal static void Pbkdf2(string password, ReadOnlySpan<byte> salt, int rounds, Span<byte> stretched)
    {
        var typed = PasswordText.ToBytes(password);
        Rfc2898DeriveBytes.Pbkdf2(typed, salt, stretched, rounds, HashAlgorithmName.SHA512);
        CryptographicOperations.ZeroMemory(typed);
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
