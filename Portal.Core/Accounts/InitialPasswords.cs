using System.Security.Cryptography;
using System.Text;
using Portal.Core.Keys;

namespace Portal.Core.Accounts;

/// <summary>
/// Makes and hashes initial passwords: 16 letters from 20, which is 69 bits, or 10 for an SMS, which is 43. Consonants only, so that no word
/// arises, and none that is taken for another or for a digit.
/// </summary>
public sealed class InitialPasswords(ServerPepper pepper)
{
    private const string Letters = "bcdfghjkmnpqrstvwxyz";
    private const int Length = 16;
    private const int ShortLength = 10;
    private const int GroupLength = 4;
    private const int ShortGroupLength = 5;

    /// <summary>A new one, in groups of four: <c>kmrt-pxwb-cdgh-jnsz</c>.</summary>
    public static string Create() => Create(Length, GroupLength);

    /// <summary>A new one that is short enough for an SMS, and to be read aloud: <c>kmrtp-xwbcd</c>. With ten tries in all it is not guessed.</summary>
    public static string CreateShort() => Create(ShortLength, ShortGroupLength);

    /// <summary>
    /// What is stored. With this much randomness HMAC under the pepper is enough (docs/sealed-format.md); the mailbox is part of it.
    /// </summary>
    /// <param name="text">As it was typed: case, spaces and hyphens don't matter.</param>
    /// <param name="mailboxId">The mailbox it is for.</param>
    /// <returns>32 bytes.</returns>
    public byte[] Hash(string text, Guid mailboxId)
    {
        var letters = Typed(text).Take(2 * Length).ToArray();
        return pepper.Hash(Encoding.UTF8.GetBytes(letters), $"initial-password/{mailboxId:N}");
    }

    /// <summary>What opens password slots that were written with the initial password. Tells nothing of <see cref="Hash"/>, nor that of it.</summary>
    /// <param name="text">As it was typed.</param>
    /// <returns>The caller disposes of it.</returns>
    public PasswordSecret SlotSecret(string text) => PasswordSecret.OfMade(string.Concat(Typed(text).Take(2 * Length)), pepper);

    /// <summary>Whether a password of the person's own holds the initial one, which the sender knows too.</summary>
    public static bool IsIn(string password, string text)
    {
        var letters = string.Concat(Typed(text));
        return letters.Length >= ShortLength && string.Concat(Typed(password)).Contains(letters, StringComparison.Ordinal);
    }

    /// <summary>Whether the text is the password behind the hash; takes the same time either way.</summary>
    public bool Matches(string text, Guid mailboxId, ReadOnlySpan<byte> hash) =>
        CryptographicOperations.FixedTimeEquals(Hash(text, mailboxId), hash);

    private static string Create(int length, int group) => string.Join('-',
        RandomNumberGenerator.GetString(Letters, length).Chunk(group).Select(letters => new string(letters)));

    private static IEnumerable<char> Typed(string text) => text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant);
}
