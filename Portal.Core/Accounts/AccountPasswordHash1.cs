using System.Buffers.Binary;
using System.Security.Cryptography;
using Portal.Core.Keys;

namespace Portal.Core.Accounts;

/// <summary>
/// A password hash of version 1: <c>version 0x01 ‖ rounds (4) ‖ salt (16) ‖ HMAC(pepper, "account-password" ‖ 0x00 ‖ PBKDF2) (32)</c>. It is
/// verified only; the sign-in that does so writes one of the version that is current.
/// </summary>
internal static class AccountPasswordHash1
{
    private const byte Version = 1;
    private const int SaltSize = 16;
    private const int HashSize = 32;
    private const int HeaderSize = 1 + sizeof(int);

    public static bool IsOne(ReadOnlySpan<byte> stored) =>
        stored.Length == HeaderSize + SaltSize + HashSize && stored[0] == Version
        && BinaryPrimitives.ReadUInt32BigEndian(stored[1..]) is > 0 and <= PasswordStretch.MostRounds;

    public static bool Verifies(ReadOnlySpan<byte> stored, string password, ServerPepper pepper)
    {
        var rounds = BinaryPrimitives.ReadInt32BigEndian(stored[1..]);
        Span<byte> stretched = stackalloc byte[HashSize];
        StretchedPassword.Pbkdf2(password, stored.Slice(HeaderSize, SaltSize), rounds, stretched);
        var hash = pepper.Hash(stretched, "account-password");
        CryptographicOperations.ZeroMemory(stretched);
        return CryptographicOperations.FixedTimeEquals(hash, stored[^HashSize..]);
    }
}
