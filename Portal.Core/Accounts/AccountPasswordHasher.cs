using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>
/// PBKDF2-HMAC-SHA-512 (RFC 8018 §5.2), then HMAC under the server's pepper: a stolen database alone lets nobody guess. The same PBKDF2 gives
/// the secret of the account's password slots. Layout, base64: <c>version 0x02 ‖ rounds (4, big-endian) ‖ salt (32) ‖ verifier (32)</c>;
/// version 1, which knew no slots, still verifies and asks for a new hash. Everything here takes some hundred milliseconds: callers run it
/// inside <see cref="PasswordGate"/>.
/// </summary>
public sealed class AccountPasswordHasher(ServerPepper pepper) : IPasswordHasher<Account>, IAccountHasher
{
    private const byte Version = 2;
    private const int VerifierSize = 32;
    private const int Size = 1 + PasswordStretch.Size + VerifierSize;

    internal int Rounds { get; init; } = PasswordStretch.LeastRounds;

    /// <inheritdoc />
    public string HashPassword(Account user, string password)
    {
        var hash = HashPassword(user, password, out var secret);
        secret.Dispose();
        return hash;
    }

    /// <summary>Hashes a password with a new salt, and derives what its slots are to be written with.</summary>
    /// <param name="user">The account; its id must be the one that is stored.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="secret">For the account's new password slots: those of an earlier salt open no more. The caller disposes of it.</param>
    /// <returns>What is stored. It and the new slots belong into one transaction.</returns>
    public string HashPassword(Account user, string password, out PasswordSecret secret)
    {
        var stretch = PasswordStretch.Create(Rounds);
        using var stretched = new StretchedPassword(password, stretch);
        byte[] stored = [Version, .. stretch.Bytes, .. stretched.Verifier(pepper, user.Id)];
        secret = stretched.SlotSecret(pepper);
        return Convert.ToBase64String(stored);
    }

    /// <inheritdoc />
    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var result = VerifyHashedPassword(user, hashedPassword, providedPassword, out var secret);
        secret?.Dispose();
        return result;
    }

    /// <summary>Verifies a password, and derives what opens the account's password slots.</summary>
    /// <param name="user">The account.</param>
    /// <param name="hashedPassword">What is stored.</param>
    /// <param name="providedPassword">As it was typed.</param>
    /// <param name="secret">
    /// Null where the password is wrong, and for a hash of version 1, whose account has no password slots. The caller disposes of it.
    /// </param>
    public PasswordVerificationResult VerifyHashedPassword(
        Account user, string hashedPassword, string providedPassword, out PasswordSecret? secret)
    {
        secret = null;
        var stored = new byte[Size];
        if (!Convert.TryFromBase64String(hashedPassword, stored, out var length))
        {
            return PasswordVerificationResult.Failed;
        }

        if (AccountPasswordHash1.IsOne(stored.AsSpan(0, length)))
        {
            return AccountPasswordHash1.Verifies(stored.AsSpan(0, length), providedPassword, pepper)
                ? PasswordVerificationResult.SuccessRehashNeeded
                : PasswordVerificationResult.Failed;
        }

        var parameters = stored.AsSpan(1, PasswordStretch.Size);
        if (length != Size || stored[0] != Version || !PasswordStretch.IsValid(parameters))
        {
            return PasswordVerificationResult.Failed;
        }

        var stretch = PasswordStretch.Read(parameters);
        using var stretched = new StretchedPassword(providedPassword, stretch);
        if (!CryptographicOperations.FixedTimeEquals(stretched.Verifier(pepper, user.Id), stored.AsSpan(Size - VerifierSize)))
        {
            return PasswordVerificationResult.Failed;
        }

        secret = stretched.SlotSecret(pepper);
        return stretch.Rounds < Rounds ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Success;
    }
}
