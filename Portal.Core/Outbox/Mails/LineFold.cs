using System.Text;

namespace Portal.Core.Outbox.Mails;

/// <summary>Breaks running text at spaces.</summary>
internal static class LineFold
{
    /// <returns>The text with CRLF between lines of at most <paramref name="width"/> characters, longer words aside; none at the end.</returns>
    public static string Of(string text, int width)
    {
        var folded = new StringBuilder(text.Length + 16);
        var column = 0;
        foreach (var word in text.Split((char[])[' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0)
            {
                var fits = column + 1 + word.Length <= width;
                folded.Append(fits ? " " : "\r\n");
                column = fits ? column + 1 : 0;
            }

            folded.Append(word);
            column += word.Length;
        }

        return folded.ToString();
    }
}
