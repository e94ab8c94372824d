using System.Buffers;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>Decodes encoded words (RFC 2047 §2). One pass: each character is looked at a bounded number of times.</summary>
internal static class EncodedWords
{
    private const int LongestCharset = 60;
    private const int MostQuestionMarks = 16; // inside Q text, where they are forbidden and still met

    public static string Decode(string raw)
    {
        var text = new StringBuilder(raw.Length);
        var pending = new PendingWords(text);
        var at = 0;
        while (at < raw.Length)
        {
            var start = raw.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0 || !TryRead(raw, start, out var word))
            {
                var end = start < 0 ? raw.Length : start + 2;
                pending.Text(raw.AsSpan(at, end - at));
                at = end;
                continue;
            }

            var between = raw.AsSpan(at, start - at);
            if (!pending.Any || !between.IsWhiteSpace())
            {
                pending.Text(between);
            }

            pending.Word(word.Encoding, word.Bytes);
            at = word.End;
        }

        pending.Flush();
        return text.ToString();
    }

    private static bool TryRead(string raw, int start, out (Encoding Encoding, byte[] Bytes, int End) word)
    {
        word = default;
        var rest = raw.AsSpan(start + 2);
        var mark = rest[..Math.Min(rest.Length, LongestCharset)].IndexOf('?');
        if (mark <= 0 || rest.Length < mark + 5 || rest[mark + 2] != '?')
        {
            return false;
        }

        var charset = rest[..mark];
        var language = charset.IndexOf('*'); // RFC 2231 §5
        var quoted = rest[mark + 1] is 'q' or 'Q';
        var text = rest[(mark + 3)..];
        var length = quoted || rest[mark + 1] is 'b' or 'B' ? EndOf(text, quoted) : -1;
        var encoding = length < 0 ? null : Charsets.Find((language < 0 ? charset : charset[..language]).ToString());
        if (encoding is null)
        {
            return false;
        }

        var bytes = quoted ? FromQ(text[..length]) : FromBase64(text[..length]);
        word = (encoding, bytes, start + 2 + mark + 3 + length + 2);
        return true;
    }

    // Where "?=" is. A question mark that is not followed by "=" belongs to the text of a Q word.
    private static int EndOf(ReadOnlySpan<char> text, bool quoted)
    {
        var at = 0;
        for (var marks = 0; marks < MostQuestionMarks; marks++)
        {
            var mark = text[at..].IndexOf('?');
            if (mark < 0 || at + mark + 1 >= text.Length)
            {
                return -1;
            }

            if (text[at + mark + 1] == '=')
            {
                return at + mark;
            }

            if (!quoted || (at + mark > 0 && text[at + mark - 1] == '='))
            {
                return -1; // the next word has begun
            }

            at += mark + 1;
        }

        return -1;
    }

    private static byte[] FromQ(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.FromHexString(text.Slice(i + 1, 2))[0]);
                i += 2;
            }
            else if (text[i] < 0x80)
            {
                bytes.Add(text[i] == '_' ? (byte)' ' : (byte)text[i]);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i..(i + 1)].ToArray()));
            }
        }

        return [.. bytes];
    }

    private static byte[] FromBase64(ReadOnlySpan<char> text)
    {
        var encoded = new byte[text.Length];
        OperationStatus status = Ascii.FromUtf16(text, encoded, out var length);
        if (status != OperationStatus.Done)
        {
            length = 0;
        }

        var decoded = new byte[length + 4];
        var written = new Base64Decoder().Decode(encoded.AsSpan(0, length), decoded, final: true);
        return decoded[..written];
    }
}
