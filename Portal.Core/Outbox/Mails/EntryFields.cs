using System.Globalization;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Mails;

/// <summary>The header fields that follow from the entry, so that each attempt is the same mail.</summary>
internal static class EntryFields
{
    private const string Date = "ddd, d MMM yyyy HH:mm:ss '+0000'"; // RFC 5322 section 3.3

    /// <param name="header">Where they go.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="domain">Of the address that the mail comes from.</param>
    public static void Write(HeaderWriter header, OutboxEntry entry, string domain)
    {
        header.Raw("Date", entry.CreatedAt.UtcDateTime.ToString(Date, CultureInfo.InvariantCulture));
        header.Raw("Message-ID", $"<{entry.Id:N}@{domain}>");
    }
}
