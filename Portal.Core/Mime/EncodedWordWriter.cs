using System.Text;

namespace Portal.Core.Mime;

/// <summary>Writes text as encoded words in UTF-8 (RFC 2047 §2): none longer than 75 characters, no character split.</summary>
internal static class EncodedWordWriter
{
    private const int LongestWord = 75;
    private const int Frame = 12; // =?utf-8?Q??=

    public static void Write(FoldedLine line, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var quoted = bytes.Sum(b => IsSafe(b) ? 1 : 3) <= bytes.Length * 4 / 3;
        var from = 0;
        while (from < bytes.Length)
        {
            // A word that would get too little of this line goes to the next one.
            var room = Math.Min(LongestWord, line.Room is var left and > 30 ? left : LongestWord) - Frame;
            var to = quoted ? EndOfQ(bytes, from, room) : EndOfBase64(bytes, from, room);
            line.Word(quoted ? Q(bytes.AsSpan(from, to - from)) : $"=?utf-8?B?{Convert.ToBase64String(bytes, from, to - from)}?=");
            from = to;
        }
    }

    // The characters that are safe in every place of a header (RFC 2047 §5 (3)).
    private static bool IsSafe(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)' ' or (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';

    private static int EndOfQ(byte[] bytes, int from, int room)
    {
        var end = from;
        while (end < bytes.Length)
        {
            var next = Next(bytes, end);
            for (var i = end; i < next; i++)
            {
                room -= IsSafe(bytes[i]) ? 1 : 3;
            }

            if (room < 0)
            {
                break;
            }

            end = next;
        }

        return end;
    }

    private static int EndOfBase64(byte[] bytes, int from, int room)
    {
        var limit = from + (room / 4 * 3);
        var end = from;
        while (end < bytes.Length && Next(bytes, end) <= limit)
        {
            end = Next(bytes, end);
        }

        return end;
    }

    private static int Next(byte[] bytes, int at)
    {
        do
        {
            at++;
        }
        while (at < bytes.Length && (bytes[at] & 0xC0) == 0x80);
        return at;
    }

    private static string Q(ReadOnlySpan<byte> bytes)
    {
        var word = new StringBuilder("=?utf-8?Q?", LongestWord);
        foreach (var b in bytes)
        {
            if (!IsSafe(b))
            {
                word.Append('=').Append(Convert.ToHexString([b]));
            }
            else
            {
                word.Append(b == ' ' ? '_' : (char)b);
            }
        }

        return word.Append("?=").ToString();
    }
}
