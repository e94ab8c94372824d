using System.Text;

namespace Portal.Core.Mime;

/// <summary>The usual spellings of the usual field names, so that not every mail makes them anew.</summary>
internal static class FieldNames
{
    private static readonly string[] Usual =
    [
        "From", "To", "Cc", "Bcc", "Date", "Subject", "Sender", "Reply-To", "Message-ID", "Message-Id", "In-Reply-To", "References",
        "MIME-Version", "Mime-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
        "Content-Id", "Content-Language", "Content-Description", "Received", "Return-Path", "DKIM-Signature", "User-Agent",
        "Authentication-Results", "Received-SPF", "Delivered-To", "List-Unsubscribe", "List-Id", "X-Mailer", "Auto-Submitted",
        "Importance", "Thread-Topic", "Thread-Index", "Accept-Language", "ARC-Seal", "ARC-Message-Signature",
        "ARC-Authentication-Results", "Disposition-Notification-To", "X-Priority", "Precedence",
    ];

    // By first letter and length: few names share both.
    private static readonly Dictionary<int, string[]> ByShape = Usual
        .GroupBy(name => Shape((byte)name[0], name.Length)).ToDictionary(group => group.Key, group => group.ToArray());

    public static string Get(ReadOnlySpan<byte> name)
    {
        foreach (var usual in ByShape.GetValueOrDefault(Shape(name[0], name.Length)) ?? [])
        {
            if (Ascii.Equals(name, usual))
            {
                return usual;
            }
        }

        return Encoding.ASCII.GetString(name);
    }

    private static int Shape(byte first, int length) => (length << 8) | first;
}
