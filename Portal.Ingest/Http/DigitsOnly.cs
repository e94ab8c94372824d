using System.Text;

namespace Portal.Ingest.Http;

/// <summary>
/// Shows the server a Content-Length that is digits alone (RFC 9110 §8.6) as it is, and in any other its wrong bytes as question marks, which it
/// refuses. Left to itself it takes <c>+5</c> and <c>-0</c> for numbers and keeps no trace of the sign, while a proxy before it may read something else.
/// </summary>
internal sealed class DigitsOnly : Encoding
{
    private static readonly DigitsOnly Instance = new();

    /// <summary>How the values of a field are read; null = as always.</summary>
    public static Encoding? For(string field) => field.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? Instance : null;

    // A value that is longer than any number fills the room it is given, which is too long as well.
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = Math.Min(byteCount, chars.Length - charIndex);
        for (var i = 0; i < count; i++)
        {
            chars[charIndex + i] = char.IsAsciiDigit((char)bytes[byteIndex + i]) ? (char)bytes[byteIndex + i] : '?';
        }

        return count;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetMaxByteCount(int charCount) => throw new NotSupportedException();
}
