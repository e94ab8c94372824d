namespace TestKit;

/// <summary>Delivery status notifications (RFC 3464) as common mail systems shape them, written for these tests.</summary>
public static class Reports
{
    /// <summary>The kind that is read the most.</summary>
    public static string Postfix { get; } = Lines(
        """
        From: MAILER-DAEMON@relay.example (Mail Delivery System)
        To: bounces@portal.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        	boundary="4bX1.1795000000/relay.example"
        Content-Transfer-Encoding: 7bit

        This is a MIME-encapsulated message.

        --4bX1.1795000000/relay.example
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        <bob@example.org>: host mx.example.org said: 550 5.1.1 User unknown

        --4bX1.1795000000/relay.example
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example
        X-Postfix-Queue-ID: 4bX1
        Arrival-Date: Fri, 20 Nov 2026 14:05:00 +0000 (UTC)

        Final-Recipient: rfc822; bob@example.org
        Original-Recipient: rfc822;bob@example.org
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.example.org
        Diagnostic-Code: smtp; 550 5.1.1 User unknown

        --4bX1.1795000000/relay.example
        Content-Description: Undelivered Message Headers
        Content-Type: text/rfc822-headers

        From: portal@portal.example
        Subject: You have a message

        --4bX1.1795000000/relay.example--
        """);

    /// <summary>No status of the other side's: Exim writes one of its own.</summary>
    public static string Exim { get; } = Lines(
        """
        X-Failed-Recipients: bob@example.org
        Auto-Submitted: auto-replied
        From: Mail Delivery System <Mailer-Daemon@relay.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary=1795000000-eximdsn-1804289383
        MIME-Version: 1.0
        Subject: Mail delivery failed: returning message to sender

        --1795000000-eximdsn-1804289383
        Content-type: text/plain; charset=us-ascii

        This message was created automatically by mail delivery software.

        --1795000000-eximdsn-1804289383
        Content-type: message/delivery-status

        Reporting-MTA: dns; relay.example

        Action: failed
        Final-Recipient: rfc822;bob@example.org
        Status: 5.0.0
        Remote-MTA: dns; mx.example.org
        Diagnostic-Code: smtp; 550 no such user

        --1795000000-eximdsn-1804289383
        Content-type: message/rfc822

        From: portal@portal.example
        Subject: You have a message

        Text
        --1795000000-eximdsn-1804289383--
        """);

    /// <summary>The first part is alternatives, and the fields say a display name.</summary>
    public static string Exchange { get; } = Lines(
        """
        From: Microsoft Outlook <postmaster@example.org>
        Subject: Undeliverable: You have a message
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        	boundary="8a1f6d0e-outer"
        X-MS-Exchange-Message-Is-Ndr:

        --8a1f6d0e-outer
        Content-Type: multipart/alternative; differences=Content-Type;
        	boundary="8a1f6d0e-inner"

        --8a1f6d0e-inner
        Content-Type: text/plain; charset="us-ascii"
        Content-Transfer-Encoding: quoted-printable

        bob wasn't found at example.org.

        --8a1f6d0e-inner
        Content-Type: text/html; charset="us-ascii"

        <html><body>bob wasn't found</body></html>

        --8a1f6d0e-inner--

        --8a1f6d0e-outer
        Content-Type: message/delivery-status

        Reporting-MTA: dns;AM0PR01MB0001.eurprd01.prod.exchangelabs.com
        Received-From-MTA: dns;relay.example
        Arrival-Date: Fri, 20 Nov 2026 14:05:00 +0000

        Final-Recipient: rfc822;bob@example.org
        Action: failed
        Status: 5.1.10
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
        X-Display-Name: bob@example.org

        --8a1f6d0e-outer--
        """);

    /// <summary>A picture in the first part, the status folded.</summary>
    public static string Gmail { get; } = Lines(
        """
        From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
        Auto-Submitted: auto-replied
        Subject: Delivery Status Notification (Failure)
        Content-Type: multipart/report; boundary="0000000000005c1e"; report-type=delivery-status

        --0000000000005c1e
        Content-Type: multipart/related; boundary="0000000000005c22"

        --0000000000005c22
        Content-Type: text/html; charset="UTF-8"

        <html><img src="cid:icon.png"></html>
        --0000000000005c22
        Content-Type: image/png; name="icon.png"
        Content-Transfer-Encoding: base64
        Content-ID: <icon.png>

        iVBORw0KGgo=
        --0000000000005c22--
        --0000000000005c1e
        Content-Type: message/delivery-status

        Reporting-MTA: dns; googlemail.com
        Received-From-MTA: dns; portal@portal.example

        Final-Recipient: rfc822; bob@example.org
        Action: failed
        Status:
         5.2.2 (mailbox full)
        Diagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space.

        --0000000000005c1e--
        """);

    /// <summary>An absence note: somebody's own words, and no report.</summary>
    public static string OutOfOffice { get; } = Lines(
        """
        From: bob@example.org
        Subject: Out of office
        Auto-Submitted: auto-replied
        Content-Type: text/plain

        Action: failed
        Status: 5.1.1
        """);

    /// <summary>By the name of the system: what comes, and the action and status in it.</summary>
    public static IReadOnlyDictionary<string, (string Mail, string Action, string Status)> All { get; } =
        new Dictionary<string, (string Mail, string Action, string Status)>(StringComparer.Ordinal)
        {
            ["Postfix"] = (Postfix, "Failed", "5.1.1"),
            ["Postfix, delayed"] = (Postfix.Replace("failed", "delayed", StringComparison.Ordinal).Replace("5.1.1", "4.4.1", StringComparison.Ordinal), "Delayed", "4.4.1"),
            ["Exim"] = (Exim, "Failed", "5.0.0"),
            ["Exchange"] = (Exchange, "Failed", "5.1.10"),
            ["Gmail"] = (Gmail, "Failed", "5.2.2"),
            ["a success"] = (Postfix.Replace("failed", "delivered", StringComparison.Ordinal).Replace("5.1.1", "2.1.5", StringComparison.Ordinal), "Delivered", "2.1.5"),
            ["a way without reports"] = (Postfix.Replace("failed", "relayed", StringComparison.Ordinal).Replace("5.1.1", "2.1.9", StringComparison.Ordinal), "PassedOn", "2.1.9"),
        };

    private static string Lines(string text) => text.ReplaceLineEndings("\r\n") + "\r\n";
}
