using System.Globalization;
using System.Text;

namespace Portal.Core.Outbox.Mails;

/// <summary>
/// Quoted-printable (RFC 2045 section 6.7) that breaks a line only behind a space: a link or a password, which has none,
/// stays whole even where its line grows beyond 76.
/// </summary>
internal static class QuotedPrintableText
{
    private const int Longest = 75; // and the = of a soft break

    /// <param name="text">Lines that end with CRLF.</param>
    public static string Of(string text)
    {
        var encoded = new StringBuilder(text.Length + (text.Length / 8));
        foreach (var line in text.Split("\r\n"))
        {
            Append(encoded, line.Split(' '));
            encoded.Append("\r\n");
        }

        encoded.Length -= 2;
        return encoded.ToString();
    }

    private static void Append(StringBuilder encoded, string[] words)
    {
        var column = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var last = i == words.Length - 1;
            var word = Encode(words[i]) + (last ? "" : " ");
            if (column > 0 && column + word.Length > Longest)
            {
                encoded.Append("=\r\n");
                column = 0;
            }

            encoded.Append(word);
            column += word.Length;
        }

        // Blanks at the end of a line get lost on the way.
        if (column > 0 && encoded[^1] == ' ')
        {
            encoded.Length--;
            encoded.Append("=20");
        }
    }

    private static string Encode(string word)
    {
        var encoded = new StringBuilder(word.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(word))
        {
            _ = octet is > (byte)' ' and <= (byte)'~' and not (byte)'='
                ? encoded.Append((char)octet)
                : encoded.Append(CultureInfo.InvariantCulture, $"={octet:X2}");
        }

        return encoded.ToString();
    }
}
