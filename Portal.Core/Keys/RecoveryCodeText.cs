using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Core.Keys;

/// <summary>
/// The written form of a recovery code, <c>XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX</c>: 26 characters of Crockford's base 32 (digits, and letters
/// without I, L, O, U) with the 128 bits and two zero bits after them, then two check characters.
/// </summary>
internal static class RecoveryCodeText
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int DataLength = 26;
    private const int Length = DataLength + RecoveryCodeCheck.Length;
    private const int GroupLength = 4;
    private const int MostTyped = 256;
    private const int BitsOfCharacter = 5;
    private const int UnusedBits = (DataLength * BitsOfCharacter) - (RecoveryCode.Size * 8);

    public static string Write(ReadOnlySpan<byte> bytes)
    {
        Span<byte> symbols = stackalloc byte[Length];
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var one = (bytes[bit / 8] >> (7 - (bit % 8))) & 1;
            symbols[bit / BitsOfCharacter] |= (byte)(one << (BitsOfCharacter - 1 - (bit % BitsOfCharacter)));
        }

        RecoveryCodeCheck.Fill(symbols);
        Span<char> text = stackalloc char[Length + (Length / GroupLength) - 1];
        text.Fill('-');
        for (var i = 0; i < Length; i++)
        {
            text[i + (i / GroupLength)] = Alphabet[symbols[i]];
        }

        CryptographicOperations.ZeroMemory(symbols);
        return new string(text);
    }

    public static RecoveryCodeReading Read(string typed)
    {
        if (typed.Length > MostTyped)
        {
            return new RecoveryCodeReading.TooLong();
        }

        Span<byte> symbols = stackalloc byte[MostTyped];
        try
        {
            var count = 0;
            for (var i = 0; i < typed.Length; i++)
            {
                if (IsIgnored(typed[i]))
                {
                    continue;
                }

                var symbol = Symbol(typed[i]);
                if (symbol < 0)
                {
                    return new RecoveryCodeReading.StrangeCharacter(i);
                }

                symbols[count++] = (byte)symbol;
            }

            return Judge(symbols[..count]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(symbols);
        }
    }

    private static RecoveryCodeReading Judge(ReadOnlySpan<byte> symbols)
    {
        if (symbols.Length != Length)
        {
            return symbols.Length < Length
                ? new RecoveryCodeReading.TooShort(Length - symbols.Length)
                : new RecoveryCodeReading.TooLong();
        }

        // Bits that no code has set are a slip too.
        if (!RecoveryCodeCheck.Fits(symbols) || (symbols[DataLength - 1] & ((1 << UnusedBits) - 1)) != 0)
        {
            return new RecoveryCodeReading.Mistyped();
        }

        Span<byte> bytes = stackalloc byte[RecoveryCode.Size];
        bytes.Clear();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var one = (symbols[bit / BitsOfCharacter] >> (BitsOfCharacter - 1 - (bit % BitsOfCharacter))) & 1;
            bytes[bit / 8] |= (byte)(one << (7 - (bit % 8)));
        }

        var code = new RecoveryCode(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return new RecoveryCodeReading.Read(code);
    }

    // Telephones make long dashes of hyphens, and word processors put in characters that nobody sees.
    private static bool IsIgnored(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    private static int Symbol(char c) => c switch
    {
        'o' or 'O' => 0,
        'i' or 'I' or 'l' or 'L' => 1,
        _ => char.IsAscii(c) ? Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal) : -1,
    };
}
