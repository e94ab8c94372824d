using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>
/// PBKDF2-HMAC-SHA-512 (RFC 8018 §5.2), then HMAC under the server's pepper: a stolen database alone lets nobody guess.
/// Layout, base64: <c>version (1) ‖ rounds (4, big-endian) ‖ salt (16) ‖ hash (32)</c>.
/// </summary>
public sealed class AccountPasswordHasher(ServerPepper pepper) : IPasswordHasher<Account>
{
    private const byte Version = 1;
    private const int Rounds = 210_000;
    private const int SaltSize = 16;
    private const int HashSize = 32;
    private const int HeaderSize = 1 + sizeof(int);

    /// <inheritdoc />
    public string HashPassword(Account user, string password)
    {
        var result = new byte[HeaderSize + SaltSize + HashSize];
        result[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(1), Rounds);
        var salt = result.AsSpan(HeaderSize, SaltSize);
        RandomNumberGenerator.Fill(salt);
        Hash(password, salt, Rounds).CopyTo(result, HeaderSize + SaltSize);
        return Convert.ToBase64String(result);
    }

    /// <inheritdoc />
    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var stored = new byte[HeaderSize + SaltSize + HashSize];
        if (!Convert.TryFromBase64String(hashedPassword, stored, out var length) || length != stored.Length || stored[0] != Version)
        {
            return PasswordVerificationResult.Failed;
        }

        var rounds = BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(1));
        var hash = Hash(providedPassword, stored.AsSpan(HeaderSize, SaltSize), rounds);
        if (!CryptographicOperations.FixedTimeEquals(hash, stored.AsSpan(HeaderSize + SaltSize)))
        {
            return PasswordVerificationResult.Failed;
        }

        return rounds < Rounds ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Success;
    }

    private byte[] Hash(string password, ReadOnlySpan<byte> salt, int rounds) => pepper.Hash(
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Normalised(password)), salt, rounds, HashAlgorithmName.SHA512, HashSize),
        "account-password");

    // Normalised, so that the same password typed on another device is the same (NIST SP 800-63B-4 §3.1.1.2). What Normalize
    // would throw at (half a surrogate pair, U+FFFE) becomes U+FFFD first.
    private static string Normalised(string password) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(password))
        .Replace('\uFFFE', '\uFFFD')
        .Normalize(NormalizationForm.FormKC);
}
