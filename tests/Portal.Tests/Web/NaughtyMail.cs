using System.Text;

namespace Portal.Tests.Web;

/// <summary>A mail that has one text everywhere: as its subject, its sender's name, its body and the name of its file, none of it in clear.</summary>
internal static class NaughtyMail
{
    private const int LongestPiece = 45;

    public static string With(string text, string to) => $"""
        From: {Words(text)} <alice@example.com>
        To: {to}
        Subject: {Words(text)}
        Date: Fri, 20 Nov 2026 14:00:00 +0000
        Message-ID: <{Guid.NewGuid():N}@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=outer

        --outer
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        {Base64(text, Base64FormattingOptions.InsertLineBreaks)}
        --outer
        Content-Type: application/octet-stream
        Content-Disposition: attachment{FileName(text)}
        Content-Transfer-Encoding: base64

        AQID
        --outer--
        """;

    // RFC 2047 §2: 75 characters a word, and no character in two.
    private static string Words(string text) => string.Join("\n ", Pieces(text, LongestPiece).Select(piece => $"=?utf-8?B?{Base64(piece)}?="));

    // RFC 2231 §3, §4.1.
    private static string FileName(string text) => string.Concat(Pieces(text, LongestPiece).Select((piece, i) =>
        $";\n filename*{i}*={(i == 0 ? "utf-8''" : "")}{string.Concat(Encoding.UTF8.GetBytes(piece).Select(b => $"%{b:X2}"))}"));

    private static string Base64(string text, Base64FormattingOptions options = default) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text), options);

    private static List<string> Pieces(string text, int longest)
    {
        var pieces = new List<string> { "" };
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(pieces[^1]) + rune.Utf8SequenceLength > longest)
            {
                pieces.Add("");
            }

            pieces[^1] += rune.ToString();
        }

        return pieces;
    }
}
