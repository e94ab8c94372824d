using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Core.Accounts.Factors;

/// <summary>
/// Codes by time: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is what every authenticator app knows. HMAC does not suffer from what is
/// wrong with SHA-1 (RFC 6238 §1.2).
/// </summary>
public static class Totp
{
    /// <summary>The size of a secret in bytes: as long as the hash (RFC 4226 §4, R6).</summary>
    public const int SecretSize = 20;

    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const int Window = 1; // steps to each side, for clocks that differ and people who type slowly (RFC 6238 §5.2)
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>A new secret.</summary>
    public static byte[] CreateSecret() => RandomNumberGenerator.GetBytes(SecretSize);

    /// <summary>The time step of a moment.</summary>
    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The code of a step: six digits.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // what the apps compute, see above
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue; // RFC 4226 §5.3
        return (number % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The step around a moment whose code was typed, the latest of them, or null where it is none of theirs.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="typed">As it was typed; spaces don't matter.</param>
    /// <param name="now">The moment.</param>
    public static long? Find(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now)
    {
        var digits = TypedCode.Digits(typed);
        long? found = null;
        for (var step = StepOf(now) - Window; step <= StepOf(now) + Window; step++)
        {
            found = TypedCode.Same(Code(secret, step), digits) ? step : found;
        }

        return found;
    }
}
