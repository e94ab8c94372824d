using System.Text;
using Portal.Core.Mime;

namespace Portal.Core.Outbox.Bounces;

/// <summary>What a delivery status notification (RFC 3464) says of the one mail that it answers. Only an action and digits are ever taken out of it.</summary>
/// <param name="Action">What became of the mail.</param>
/// <param name="Status">Why, as an enhanced status code (RFC 3463) such as <c>5.1.1</c>.</param>
public sealed record DeliveryReport(ReportedAction Action, string Status)
{
    /// <summary>How many bytes of a report are worth reading: it comes first, the returned mail behind it.</summary>
    public const int MostBytes = 256 * 1024;

    private const int MostFieldBytes = 64 * 1024;
    private const int MostRecipients = 100;
    private const int MostParts = 4;

    private static readonly OutlineOptions Limits = new()
    {
        MaxDepth = 4, MaxParts = 20, MaxHeaders = 200, MaxHeaderLine = 16 * 1024, MaxHeaderBytes = MostBytes,
    };

    /// <summary>Reads a mail, or the beginning of one.</summary>
    /// <param name="mail">The mail; seekable, from its beginning. Stays open.</param>
    /// <param name="cancellationToken">Cancels between two reads.</param>
    /// <returns>Null where it is no report: an absence note, a bounce in words of somebody's own.</returns>
    public static async ValueTask<DeliveryReport?> ReadAsync(Stream mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var outline = await OutlineReader.ReadAsync(mail, Limits, cancellationToken).ConfigureAwait(false);
        if (!outline.Root.Is("multipart/report") || !IsDeliveryStatus(ContentType.Parse(outline.Header("Content-Type"))["report-type"]))
        {
            return null;
        }

        // RFC 6533 §3: the same with addresses in UTF-8. Some write what people read under this type too, and name no action there.
        DeliveryReport? worst = null;
        foreach (var part in outline.Root.Children.Where(p => p.Is("message/delivery-status") || p.Is("message/global-delivery-status")).Take(MostParts))
        {
            var report = Of(await FieldsAsync(mail, part, cancellationToken).ConfigureAwait(false));
            worst = report?.Action > worst?.Action || worst is null ? report : worst;
        }

        return worst;
    }

    private static bool IsDeliveryStatus(string? type) => type is null || type.Equals("delivery-status", StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<byte[]> FieldsAsync(Stream mail, OutlinePart part, CancellationToken cancellationToken)
    {
        var body = PartContent.OpenDecoded(mail, part, leaveOpen: true);
        await using (body.ConfigureAwait(false))
        {
            var bytes = new byte[MostFieldBytes];
            return bytes[..await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)];
        }
    }

    // The first group of fields is about the mail, each other one about a recipient (RFC 3464 §2.1). A notice has one recipient; of several groups, as
    // where it was forwarded to many, the worst counts: who did not get it cannot know.
    private static DeliveryReport? Of(byte[] fields)
    {
        var groups = Encoding.Latin1.GetString(fields).Replace("\r\n", "\n", StringComparison.Ordinal)
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Take(MostRecipients + 1);
        return groups.Select(group => OfRecipient(HeaderBlock.Parse(Encoding.Latin1.GetBytes(group.TrimStart('\n')))))
            .OfType<DeliveryReport>().OrderByDescending(report => report.Action).FirstOrDefault();
    }

    private static DeliveryReport? OfRecipient(HeaderBlock fields) => ActionOf(fields["Action"]) is { } action
        ? new DeliveryReport(action, StatusOf(fields["Status"], action))
        : null;

    private static ReportedAction? ActionOf(string? field) => Word(field).ToLowerInvariant() switch
    {
        "failed" => ReportedAction.Failed,
        "delayed" => ReportedAction.Delayed,
        "delivered" => ReportedAction.Delivered,
        "relayed" or "expanded" => ReportedAction.PassedOn,
        _ => null,
    };

    private static string StatusOf(string? field, ReportedAction action) =>
        EnhancedStatus.Parse(Word(field)) is { } status && (status[0] != '2' || action != ReportedAction.Failed)
            ? status
            : action == ReportedAction.Failed ? EnhancedStatus.Unknown : "2.0.0";

    // Comments may follow (RFC 3464 §2.1.1).
    private static string Word(string? field)
    {
        var text = (field ?? "").AsSpan().Trim();
        var end = text.IndexOfAny(" \t(;");
        return (end < 0 ? text : text[..end]).ToString();
    }
}

/// <summary>What became of a mail, the better before the worse.</summary>
public enum ReportedAction
{
    /// <summary>It lies in the recipient's mailbox.</summary>
    Delivered,

    /// <summary>It went on to where no reports come from.</summary>
    PassedOn,

    /// <summary>It is still on its way.</summary>
    Delayed,

    /// <summary>It will not arrive.</summary>
    Failed,
}
