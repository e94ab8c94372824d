using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Keys;

namespace Portal.Core.Outbox.Bounces;

/// <summary>
/// What stands in the envelope's sender of a mail: an id and a check under the pepper, so that nobody can make one up, and nothing of an address. The check's
/// purpose says whose id it is.
/// Base 32 in lower case (RFC 4648 §6): mail systems on the way may write local parts in capitals.
/// </summary>
internal static class BounceToken
{
    /// <summary>The id is that of the delivery of which a notice tells.</summary>
    public const string OfDelivery = "bounce";

    /// <summary>The id is that of the outbox entry.</summary>
    public const string OfEntry = "returned";

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int IdSize = 16;
    private const int CheckSize = 14; // 112 bits: with the id a multiple of five bytes
    private const int Length = (IdSize + CheckSize) / 5 * 8;

    public static string Of(ServerPepper pepper, string purpose, string tenant, Guid id)
    {
        Span<byte> bytes = stackalloc byte[IdSize + CheckSize];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(pepper, purpose, tenant, bytes[..IdSize]).CopyTo(bytes[IdSize..]);
        return Write(bytes);
    }

    /// <summary>The id, or null where it is none of ours or has another purpose.</summary>
    public static Guid? Read(ServerPepper pepper, string purpose, string tenant, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[IdSize + CheckSize];
        return text.Length == Length && TryDecode(text, bytes)
            && CryptographicOperations.FixedTimeEquals(bytes[IdSize..], Check(pepper, purpose, tenant, bytes[..IdSize]))
            ? new Guid(bytes[..IdSize], bigEndian: true)
            : null;
    }

    private static ReadOnlySpan<byte> Check(ServerPepper pepper, string purpose, string tenant, ReadOnlySpan<byte> id) =>
        pepper.Hash([.. id, .. Encoding.UTF8.GetBytes(tenant)], purpose).AsSpan(0, CheckSize);

    // Five bytes are eight letters.
    private static string Write(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < text.Length; i++)
        {
            var (first, shift) = (i * 5 / 8, 11 - (i * 5 % 8));
            var pair = (bytes[first] << 8) | (first + 1 < bytes.Length ? bytes[first + 1] : 0);
            text[i] = Alphabet[(pair >> shift) & 31];
        }

        return new string(text);
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        Span<byte> eight = stackalloc byte[8];
        for (var group = 0; group < Length / 8; group++)
        {
            var value = 0UL;
            foreach (var c in text.Slice(group * 8, 8))
            {
                var digit = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
                if (digit < 0)
                {
                    return false;
                }

                value = (value << 5) | (uint)digit;
            }

            BinaryPrimitives.WriteUInt64BigEndian(eight, value);
            eight[3..].CopyTo(bytes[(group * 5)..]);
        }

        return true;
    }
}
