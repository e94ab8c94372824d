namespace Portal.Core.Accounts.Factors;

/// <summary>Base 32 (RFC 4648 §6) without padding: the form in which authenticator apps take a secret.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Writes the bytes; their number must be a multiple of five.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length % 5, 0, nameof(bytes));
        Span<char> text = stackalloc char[bytes.Length / 5 * 8];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = 5 * i; bit < 5 * (i + 1); bit++)
            {
                value = (value << 1) | ((bytes[bit / 8] >> (7 - (bit % 8))) & 1);
            }

            text[i] = Alphabet[value];
        }

        return new string(text);
    }
}
