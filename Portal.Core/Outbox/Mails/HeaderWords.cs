using System.Text;

namespace Portal.Core.Outbox.Mails;

/// <summary>Text in header fields: as it is where it is plain, otherwise as encoded words (RFC 2047).</summary>
internal static class HeaderWords
{
    private const int LongestWord = 42; // octets of UTF-8 that make an encoded word of at most 68 characters

    /// <summary>A display name (RFC 5322 phrase).</summary>
    public static string Phrase(string text) => IsPlain(text) ? $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : Encoded(text);

    /// <summary>Unstructured text, such as a subject.</summary>
    public static string Text(string text) => IsPlain(text) && !text.Contains("=?", StringComparison.Ordinal) ? text : Encoded(text);

    private static bool IsPlain(string text) => text.Length <= 66 && text.All(c => c is >= ' ' and <= '~');

    private static string Encoded(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var octets = 0;
        foreach (var rune in ShownName.Plain(text).EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestWord)
            {
                words.Add(word.ToString());
                (octets, _) = (0, word.Clear());
            }

            word.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(w => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(w))}?="));
    }
}
