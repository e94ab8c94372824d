namespace Portal.Core.Keys;

/// <summary>
/// Two check characters: a Reed-Solomon code over GF(32) = GF(2)[x]/(x⁵ + x² + 1) whose words, read as polynomials with the first character
/// as the highest coefficient, have the roots 1 and x. Words have at most 31 characters, so the distance is three: one or two wrong
/// characters, and any two in each other's place, never fit. Anything else fits with probability 1/1024.
/// </summary>
internal static class RecoveryCodeCheck
{
    public const int Length = 2;

    private const int Modulus = 0b100101;
    private const int Overflow = 0b100000;

    /// <summary>Puts the check characters into the last two places.</summary>
    public static void Fill(Span<byte> word)
    {
        word[^Length..].Clear();
        var (sum, value) = Evaluate(word);

        // Last two characters a, b with a + b = sum and a·x + b = value: a·(x + 1) = sum + value.
        var a = 0;
        while ((Times2(a) ^ a) != (sum ^ value))
        {
            a++;
        }

        word[^2] = (byte)a;
        word[^1] = (byte)(a ^ sum);
    }

    /// <summary>Whether the check characters are those of the others.</summary>
    public static bool Fits(ReadOnlySpan<byte> word) => Evaluate(word) == (0, 0);

    // At 1 and at x, by Horner's rule.
    private static (int AtOne, int AtX) Evaluate(ReadOnlySpan<byte> word)
    {
        var (atOne, atX) = (0, 0);
        foreach (var symbol in word)
        {
            atOne ^= symbol;
            atX = Times2(atX) ^ symbol;
        }

        return (atOne, atX);
    }

    private static int Times2(int a) => (a & (Overflow >> 1)) == 0 ? a << 1 : (a << 1) ^ Modulus;
}
