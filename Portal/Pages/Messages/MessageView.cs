using Portal.Core.Messages;
using Portal.Core.Mime;
using Portal.Core.Storage.Model;
using Portal.Pages.Compose;

namespace Portal.Pages.Messages;

/// <summary>What the message page shows, read out of the opened message.</summary>
internal sealed record MessageView
{
    private const int LongestSubject = 500;

    /// <summary>How many addresses of one field are shown.</summary>
    public const int MostAddresses = 50;

    public required Guid Id { get; init; }

    /// <summary>What the page says of a receipt.</summary>
    public ReceiptOffer Receipt { get; set; }

    /// <summary>How it can be answered; null where that is not offered.</summary>
    public ReplyActions? Actions { get; set; }

    /// <summary>Until when the button keeps it; null where there is none.</summary>
    public DateTimeOffset? KeepUntil { get; set; }

    /// <summary>When it goes for good, or null: never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether an operator holds it, so that nobody can delete it.</summary>
    public required bool Held { get; init; }

    /// <summary>Where it lies.</summary>
    public required DeliveryFolder Folder { get; init; }

    public required string Subject { get; init; }

    public required IReadOnlyList<MailAddress> From { get; init; }

    public required IReadOnlyList<MailAddress> To { get; init; }

    public required IReadOnlyList<MailAddress> Cc { get; init; }

    public required IReadOnlyList<MailAddress> ReplyTo { get; init; }

    /// <summary>When its sender says that it was written.</summary>
    public required DateTimeOffset? Date { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When its reader last answered it, or null.</summary>
    public required DateTimeOffset? RepliedAt { get; init; }

    public required string MailboxAddress { get; init; }

    public required string Gateway { get; init; }

    /// <summary>Whether the portal wrote it itself, such as of an answer that came back: no gateway brought it.</summary>
    public bool FromPortal => Gateway.Length == 0;

    /// <summary>The text that says where it comes from.</summary>
    public string Origin => FromPortal ? "Message.FromPortal" : HasOuterFields ? "Message.SignedText" : "Message.Signed";

    /// <summary>Whether the signature covers the text and the files, but not who wrote, when, and under which subject.</summary>
    public required bool HasOuterFields { get; init; }

    public required long Size { get; init; }

    /// <summary>What was odd about the mail, so that parts of it may not be seen here: names of the texts that say so.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Whether it has an HTML view beside the plain one.</summary>
    public required bool HasHtml { get; init; }

    /// <summary>Whether the plain view is shown.</summary>
    public required bool AsText { get; init; }

    public required IReadOnlyList<BodySection> Body { get; init; }

    public required IReadOnlyList<FileRow> Files { get; init; }

    /// <summary>Invitations and other appointments.</summary>
    public required IReadOnlyList<CalendarInvitation> Calendars { get; init; }

    /// <summary>Pieces of messages, and attachments that lie elsewhere.</summary>
    public required IReadOnlyList<Elsewhere> Elsewhere { get; init; }

    public static async Task<MessageView> OfAsync(OpenedMessage message, bool asText, CancellationToken cancellationToken)
    {
        var outline = message.Outline;
        var selection = BodySelection.Of(outline);
        await using var contents = new MailContents(message, selection);
        await contents.ReadAsync(asText, cancellationToken);
        return new MessageView
        {
            Id = message.Id,
            ExpiresAt = message.ExpiresAt,
            Held = message.Held,
            Folder = message.Folder,
            Subject = Cut(HeaderText.Decode(outline.Header("Subject") ?? "").Trim()),
            From = AddressList.Parse(outline.Header("From") ?? outline.Header("Sender")),
            To = AddressList.Parse(outline.Header("To")),
            Cc = AddressList.Parse(outline.Header("Cc")),
            ReplyTo = AddressList.Parse(outline.Header("Reply-To")),
            Date = HeaderText.Date(outline.Header("Date")),
            ReceivedAt = message.ReceivedAt,
            RepliedAt = message.RepliedAt,
            MailboxAddress = message.MailboxAddress,
            Gateway = message.Gateway,
            HasOuterFields = outline.HasOuterFields,
            Size = outline.Length - outline.MessageStart,
            Remarks = contents.Remarks,
            HasHtml = selection.Html is not null,
            AsText = asText && selection.Html is not null,
            Body = contents.Body,
            Files = contents.Files,
            Calendars = contents.Calendars,
            Elsewhere = contents.Elsewhere,
        };
    }

    private static string Cut(string subject) => subject.Length <= LongestSubject
        ? subject
        : $"{subject[..(char.IsHighSurrogate(subject[LongestSubject - 1]) ? LongestSubject - 1 : LongestSubject)]}…";
}
