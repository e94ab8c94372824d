namespace Portal.BrowserTests;

/// <summary>Mails of the kinds that people get.</summary>
internal static class SampleMails
{
    // 24 by 24 pixels, one colour.
    private const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAAJUlEQVR42mPkjslnoAZgYqASGDVo1KBRg0YNGjVo1KBRg0YNog4AAJ4cATFoE0GhAAAAAElFTkSuQmCC";

    public const string Attachment = "year,fee\r\n2026,1200\r\n2027,1200\r\n";

    public static string Contract(string to) => $"""
        From: Alice Example <alice@example.com>
        To: <{to}>
        Subject: Your contract for 2027
        Date: Fri, 20 Nov 2026 14:05:00 +0100
        Message-ID: <{Guid.NewGuid():N}@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/related; boundary=r

        --r
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8

        Dear Bob,

        your contract is attached. The yearly fee stays at 1,200 €.

        Alice

        --a
        Content-Type: text/html; charset=utf-8

        <html><head><style>.fee {"{"} color: #0b5c6b; font-weight: bold {"}"}</style></head><body>
        <p><img src="cid:mark@example.com" alt="Example Bank" width="48" height="48"></p>
        <p>Dear Bob,</p><p>your contract is attached. The yearly fee stays at <span class="fee">1,200 €</span>.</p>
        <script>document.title = 'owned'</script>
        <img src="https://tracker.example.net/open.png" width="200" height="60" alt="Winter picture">
        <p>Alice</p></body></html>

        --a--
        --r
        Content-Type: image/png
        Content-Transfer-Encoding: base64
        Content-ID: <mark@example.com>
        Content-Disposition: inline

        {Png}
        --r--
        --m
        Content-Type: text/csv; charset=utf-8; name="Fees 2027.csv"
        Content-Disposition: attachment; filename="Fees 2027.csv"

        {Attachment.TrimEnd()}
        --m--
        """;

    public static string Short(string to, string from, string subject, string text) => $"""
        From: {from}
        To: <{to}>
        Subject: {subject}
        Date: Sat, 21 Nov 2026 09:30:00 +0100
        Message-ID: <{Guid.NewGuid():N}@example.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        {text}
        """;
}
