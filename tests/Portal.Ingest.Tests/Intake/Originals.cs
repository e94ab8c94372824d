using System.Text;

namespace Portal.Ingest.Tests.Intake;

/// <summary>Entities that a gateway signs, as bytes.</summary>
internal static class Originals
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    /// <summary>The wrapper of a complete original.</summary>
    public static byte[] Wrapped(byte[] original) => [.. Bytes("Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n"), .. original];

    public static byte[] Plain(string fields = "", string from = "Alice Example <alice@example.com>", string text = "Dear Bob") => Bytes(
        $"From: {from}\nTo: bob@example.org\nSubject: Your contract\n{fields}Date: Fri, 20 Nov 2026 14:00:00 +0100\nMIME-Version: 1.0\n"
        + $"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n");

    /// <summary>A mail whose signed content differs from every other's.</summary>
    public static byte[] Fresh(string fields = "", string from = "Alice Example <alice@example.com>") =>
        Wrapped(Plain($"Message-ID: <{Guid.NewGuid():N}@example.com>\n{fields}", from));

    /// <summary>The body itself with protected headers (RFC 9788), without a wrapper.</summary>
    public static byte[] Protected { get; } = Bytes(
        """
        From: Alice Example <alice@example.com>
        To: bob@example.org
        Subject: Protected
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8; protected-headers="v1"; hp="cipher"
        Content-Transfer-Encoding: 8bit

        The body itself: Grüße.

        """);

    public static byte[] Nested { get; } = Bytes(
        """
        From: Alice Example <alice@example.com>
        To: bob@example.org
        Subject: =?utf-8?B?R3LDvMOfZQ==?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        --outer
        Content-Type: multipart/related; boundary="outer-2"

        --outer-2
        Content-Type: multipart/alternative; boundary="outer-2-3"

        --outer-2-3
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe aus Z=C3=BCrich
        --outer-2-3
        Content-Type: text/html; charset=utf-8

        <p>Grüße aus Zürich</p>
        --outer-2-3--
        --outer-2
        Content-Type: image/png
        Content-ID: <mark@example.com>
        Content-Transfer-Encoding: base64

        AAECAwQFBgcICQ==
        --outer-2--
        --outer
        Content-Type: message/rfc822

        From: Carol <carol@example.com>
        Subject: Inside

        .
        ..dots
        From the beginning
        --outer--

        """);

    /// <summary>Text in an encoding of its own, 8 bits as they are.</summary>
    public static byte[] Charset(string charset, byte[] text) =>
    [
        .. Bytes($"From: alice@example.com\nTo: bob@example.org\nSubject: Old\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"),
        .. text, .. "\r\n"u8,
    ];

    /// <summary>Larger than several pieces of every stage.</summary>
    public static byte[] Large { get; } = Plain(text: string.Concat(Enumerable.Range(0, 9000).Select(i => $"{i:D8} the quick brown fox jumps over the lazy dog\n")));
}
