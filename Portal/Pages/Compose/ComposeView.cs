using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Replies;
using Portal.Core.Mime;

namespace Portal.Pages.Compose;

/// <summary>What the form shows.</summary>
internal sealed record ComposeView
{
    public required ReplyKind Kind { get; init; }

    public required Guid DraftId { get; init; }

    /// <summary>The form's own address.</summary>
    public required string Path { get; init; }

    /// <summary>Where one came from.</summary>
    public required string Back { get; init; }

    public required DraftContent Content { get; init; }

    public required IReadOnlyList<DraftFileRow> Files { get; init; }

    /// <summary>Who gets it in any case.</summary>
    public required ReplyAddresses Participants { get; init; }

    /// <summary>Whether addresses can be typed.</summary>
    public required bool MayType { get; init; }

    /// <summary>Whom the tenant offers.</summary>
    public required IReadOnlyList<MailAddress> Offered { get; init; }

    /// <summary>The addresses to write from, where there is a choice.</summary>
    public required IReadOnlyList<(string Value, string Text)> From { get; init; }

    /// <summary>The address that writes.</summary>
    public required string Writer { get; init; }

    /// <summary>The files of the message that is passed on.</summary>
    public required IReadOnlyList<Attachment> Original { get; init; }

    public required int MostFiles { get; init; }

    public required long MostBytes { get; init; }
}
