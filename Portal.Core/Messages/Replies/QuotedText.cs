using System.Text;

namespace Portal.Core.Messages.Replies;

/// <summary>A plain text as an answer quotes it: every line behind a mark (RFC 3676 §4.5), so that what is quoted is what was to be read (threat D6).</summary>
public static class QuotedText
{
    /// <summary>How much is quoted, in characters.</summary>
    public const int Longest = 50_000;

    /// <summary>Quotes a text; a longer one ends with an ellipsis.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.Length > Longest;
        text = (cut ? Mime.DisplayText.Cut(text, Longest) : text).Trim('\r', '\n');
        var quoted = new StringBuilder(text.Length + (text.Length / 16));
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            quoted.Append(line.StartsWith(">") || line.IsWhiteSpace() ? ">" : "> ").Append(line.TrimEnd()).Append('\n');
        }

        return (cut ? quoted.Append("> …\n") : quoted).ToString();
    }
}
