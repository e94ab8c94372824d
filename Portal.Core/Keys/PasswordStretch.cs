using System.Buffers.Binary;
using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// How a person's password is stretched: <c>rounds uint32 ‖ salt (32)</c>, 36 bytes. An account has one, which its password hash and its
/// password slots name alike, so that a sign-in stretches once whatever it opens.
/// </summary>
public sealed class PasswordStretch
{
    /// <summary>The size in bytes.</summary>
    public const int Size = sizeof(uint) + SaltSize;

    /// <summary>The size of the salt in bytes.</summary>
    public const int SaltSize = 32;

    /// <summary>Fewer rounds are refused.</summary>
    public const int LeastRounds = 210_000;

    /// <summary>More rounds are refused: whoever writes into the database could keep a core busy for hours.</summary>
    public const int MostRounds = 10_000_000;

    private readonly byte[] _bytes;

    private PasswordStretch(byte[] bytes) => _bytes = bytes;

    /// <summary>The rounds of PBKDF2.</summary>
    public int Rounds => BinaryPrimitives.ReadInt32BigEndian(_bytes);

    internal ReadOnlySpan<byte> Salt => _bytes.AsSpan(sizeof(uint));

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A new one with a random salt.</summary>
    /// <param name="rounds">From <see cref="LeastRounds"/> to <see cref="MostRounds"/>.</param>
    public static PasswordStretch Create(int rounds = LeastRounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, LeastRounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounds, MostRounds);
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, rounds);
        RandomNumberGenerator.Fill(bytes.AsSpan(sizeof(uint)));
        return new PasswordStretch(bytes);
    }

    /// <summary>Reads the 36 bytes, which are copied.</summary>
    /// <exception cref="SealingException">Malformed: not 36 bytes, or rounds out of bounds.</exception>
    public static PasswordStretch Read(ReadOnlySpan<byte> bytes) =>
        IsValid(bytes) ? new PasswordStretch(bytes.ToArray()) : throw new SealingException(SealingFailure.Malformed);

    internal static bool IsValid(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size && BinaryPrimitives.ReadUInt32BigEndian(bytes) is >= LeastRounds and <= MostRounds;
}
