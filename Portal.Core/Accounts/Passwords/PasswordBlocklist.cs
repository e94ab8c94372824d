using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// The common and leaked passwords that are shipped with the product (NIST SP 800-63B-4 §3.1.1.2): 260,000 keys as truncated SHA-256
/// in a resource of the assembly, read where it is mapped, so nothing is loaded. Another key is taken for one of them with a
/// probability of 260,000 / 2^40 = 2.4e-7, and a password has three, rarely four. blocklist.txt names the sources.
/// </summary>
public static class PasswordBlocklist
{
    private const string Resource = "Portal.Core.Accounts.Passwords.blocklist.bin";
    private const int Buckets = 65_536;
    private const int CountSize = sizeof(uint);
    private const int RestSize = 3;
    private const int KeysAt = (Buckets + 1) * CountSize;

    /// <summary>Whether the password is on the list, as it is, in other spelling, or but for digits and signs around it.</summary>
    public static bool Contains(string password) => PasswordKeys.Of(password).Any(Has);

    /// <summary>Whether the list has the key.</summary>
    internal static bool Has(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        using var list = typeof(PasswordBlocklist).Assembly.GetManifestResourceStream(Resource)!;
        list.Position = BinaryPrimitives.ReadUInt16BigEndian(hash) * CountSize;
        Span<byte> counts = stackalloc byte[2 * CountSize];
        list.ReadExactly(counts);
        var first = BinaryPrimitives.ReadUInt32LittleEndian(counts);
        var end = BinaryPrimitives.ReadUInt32LittleEndian(counts[CountSize..]);

        list.Position = KeysAt + (first * RestSize);
        Span<byte> rest = stackalloc byte[RestSize];
        for (var i = first; i < end; i++)
        {
            list.ReadExactly(rest);
            if (rest.SequenceEqual(hash.Slice(2, RestSize)))
            {
                return true;
            }
        }

        return false;
    }
}
