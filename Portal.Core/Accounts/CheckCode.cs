using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Accounts;

/// <summary>
/// What a notice prints, so that its reader can ask the portal whether it sent it: 10 characters from 32, which is 50 bits, in two groups. It opens nothing;
/// only the hash is stored.
/// </summary>
internal sealed record CheckCode(string Text, byte[] Hash)
{
    // Crockford's: no letter that is taken for a digit.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private const int Group = 5;

    public static CheckCode Create()
    {
        var letters = RandomNumberGenerator.GetString(Letters, Length);
        return new CheckCode($"{letters[..Group]}-{letters[Group..]}", Of(letters));
    }

    /// <summary>The hash of what somebody typed, whatever the case and the spaces, or null where it cannot be a code.</summary>
    public static byte[]? HashOf(string? typed)
    {
        if (typed is null or { Length: > 4 * Length })
        {
            return null;
        }

        var letters = string.Concat(typed.Where(c => c != '-' && !char.IsWhiteSpace(c)).Select(Read));
        return letters.Length == Length && letters.All(c => Letters.Contains(c, StringComparison.Ordinal)) ? Of(letters) : null;
    }

    private static char Read(char typed) => char.ToUpperInvariant(typed) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var letter => letter,
    };

    private static byte[] Of(string letters) => SHA256.HashData(Encoding.ASCII.GetBytes(letters));
}
