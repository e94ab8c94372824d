using Portal.Core.Mime;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>One line of a listing.</summary>
/// <param name="Id">The delivery, as web addresses name it.</param>
/// <param name="Summary">Sender, subject, date, number of attachments; null where what is stored was damaged, or is locked.</param>
/// <param name="ReceivedAt">When it was delivered.</param>
/// <param name="Unread">Whether it is marked as unread.</param>
/// <param name="Size">Bytes of the mail.</param>
/// <param name="Folder">Where it lies.</param>
public sealed record MessageRow(Guid Id, MessageSummary? Summary, DateTimeOffset ReceivedAt, bool Unread, long Size, DeliveryFolder Folder)
{
    /// <summary>Whether somebody locked it: nothing of it is opened then.</summary>
    public bool Locked { get; init; }
}

/// <summary>One page of a listing, newest first.</summary>
/// <param name="Rows">At most <see cref="ListMessages.PageSize"/> lines.</param>
/// <param name="Newer">Where the page of newer mails begins, or null on the first.</param>
/// <param name="Older">Where the page of older mails begins, or null on the last.</param>
/// <param name="Unread">How many unread mails there are in the inbox, counted up to <see cref="ListMessages.UnreadLimit"/>.</param>
public sealed record MessagePage(IReadOnlyList<MessageRow> Rows, string? Newer, string? Older, int Unread);
