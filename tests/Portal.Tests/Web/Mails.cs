namespace Portal.Tests.Web;

/// <summary>Mails as they come out of the tunnel.</summary>
internal static class Mails
{
    public static string Plain(string subject = "Your contract", string to = "bob@example.org") => $"""
        From: Alice Example <alice@example.com>
        To: Bob Example <{to}>
        Subject: {subject}
        Date: Fri, 20 Nov 2026 14:00:00 +0000
        Message-ID: <{Guid.NewGuid():N}@example.com>

        Dear Bob, see https://www.example.com/contract (soon).
        """;

    /// <summary>HTML with a picture of its own, one from outside, and a script; a file of 100,000 bytes and one of text.</summary>
    public static string Rich(byte[] file, string fileName = "Contract 2027.pdf", string type = "application/pdf") => $"""
        From: Alice Example <alice@example.com>
        To: bob@example.org
        Subject: With everything
        Date: Fri, 20 Nov 2026 14:00:00 +0000
        Message-ID: <{Guid.NewGuid():N}@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=outer

        --outer
        Content-Type: multipart/related; boundary=inner

        --inner
        Content-Type: text/html; charset=utf-8

        <p onclick="alert(1)">Hello <b>Bob</b></p><script>alert(2)</script><img src="cid:logo@x" alt="Logo"><img src="https://elsewhere.example/a.png" alt="Remote">
        --inner
        Content-Type: image/gif
        Content-ID: <logo@x>
        Content-Transfer-Encoding: base64

        R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
        --inner--
        --outer
        Content-Type: {type}
        Content-Disposition: attachment; filename*=UTF-8''{Uri.EscapeDataString(fileName)}
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}
        --outer
        Content-Type: text/plain; charset=utf-8
        Content-Disposition: attachment; filename="note.txt"
        Content-Transfer-Encoding: quoted-printable

        gr=C3=BCezi
        --outer--
        """;
}
