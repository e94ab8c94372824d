using System.Text;
using Portal.Core.Smime;

namespace Portal.Core.Tests.Smime;

/// <summary>Mails to put through the tunnel, and the way from OpenSSL's output into it.</summary>
internal static class Mails
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static byte[] Plain { get; } = Bytes("Content-Type: text/plain; charset=utf-8\n\nGrüße aus Zürich.\n");

    public static byte[] Rfc822 { get; } = Bytes(
        """
        Content-Type: message/rfc822

        From: Anna <anna@example.com>
        To: bernd@example.org
        Subject: The complete original
        MIME-Version: 1.0
        Content-Type: text/plain

        Text of the original.

        """);

    public static byte[] ProtectedHeaders { get; } = Bytes(
        """
        From: Anna <anna@example.com>
        To: bernd@example.org
        Subject: Protected
        Content-Type: text/plain; protected-headers="v1"; hp="cipher"

        The body itself.

        """);

    public static byte[] Nested { get; } = Bytes(
        """
        Content-Type: multipart/mixed; boundary="outer"

        --outer
        Content-Type: multipart/alternative; boundary="outer-2"

        --outer-2
        Content-Type: text/plain

        plain
        --outer-2
        Content-Type: text/html

        <p>html
        --outer-2--
        --outer
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        AAECAwQFBgcICQ==
        --outer--

        """);

    /// <summary>Windows-1252 and Shift_JIS bytes that are no UTF-8, trailing blanks, a dot, a line that looks like a delimiter.</summary>
    public static byte[] Legacy { get; } =
    [
        .. Bytes("Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\n"),
        .. new byte[] { 0x80, 0xE4, 0xFC, 0xDF, 0x20, 0x20, 0x0D, 0x0A, 0x82, 0xB1, 0x93, 0xFA, 0x0D, 0x0A, 0x2E, 0x0D, 0x0A },
        .. Bytes("--not-a-delimiter\n------\n"),
    ];

    /// <summary>Larger than several of the reader's pieces.</summary>
    public static byte[] Large { get; } = MakeLarge(300_000);

    public static byte[] MakeLarge(int bytes)
    {
        var text = new StringBuilder("Content-Type: text/plain\r\n\r\n");
        for (var line = 0; text.Length < bytes; line++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{line:D8} the quick brown fox jumps over the lazy dog\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Parts OpenSSL's S/MIME output at the empty line.</summary>
    public static TunnelMail FromSmime(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal) is var lf and >= 0 ? lf + 2 : text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var header = Portal.Core.Mime.HeaderBlock.Parse(message.AsSpan(0, end));
        return new TunnelMail
        {
            ContentType = header["Content-Type"],
            ContentTransferEncoding = header["Content-Transfer-Encoding"],
            Body = new MemoryStream(message[end..]),
        };
    }

    public static TunnelMail FromDer(byte[] cms) => new()
    {
        ContentType = "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        ContentTransferEncoding = "binary",
        Body = new MemoryStream(cms),
    };
}
