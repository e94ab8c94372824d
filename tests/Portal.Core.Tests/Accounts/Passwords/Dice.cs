using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Core.Tests.Accounts.Passwords;

/// <summary>The same random texts at every run.</summary>
internal sealed class Dice(int seed)
{
    public const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    public const string Printable = LettersAndDigits + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    // Words of the kind that passphrases are diced of.
    private static readonly string[] Words =
    [
        "anchor", "apple", "autumn", "basket", "beach", "bridge", "butter", "candle", "castle", "cherry", "cloud", "copper", "dragon", "eagle",
        "ember", "forest", "garden", "ginger", "guitar", "hammer", "harbor", "heron", "honey", "island", "jacket", "kitten", "ladder", "lemon",
        "marble", "master", "meadow", "monkey", "mountain", "needle", "ocean", "orange", "paper", "pepper", "planet", "purple", "quiet", "rabbit",
        "river", "rocket", "saddle", "secret", "shadow", "silver", "summer", "sunshine", "thunder", "tiger", "tulip", "valley", "velvet", "violet",
        "wagon", "walnut", "whisper", "willow", "window", "winter", "yellow", "zebra",
    ];

    private int _drawn;

    public string Text(int length, string alphabet) => string.Create(length, this, (text, dice) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = alphabet[dice.Next(alphabet.Length)];
        }
    });

    public string Word() => Words[Next(Words.Length)];

    private int Next(int below)
    {
        var hash = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{_drawn++}")));
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % (uint)below);
    }
}
