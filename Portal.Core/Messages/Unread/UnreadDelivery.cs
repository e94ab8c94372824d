using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Unread;

/// <summary>A delivery that nobody has opened, with what a mail about it needs.</summary>
internal sealed record UnreadDelivery(Guid Id, Guid MessageId, DateTimeOffset ReceivedAt, byte[] Sender, Mailbox Mailbox, string? Language)
{
    // Whatever a mail would say of it after that long, nobody would understand. It bounds what is looked at each hour, too: rows of an older version, which name
    // no sender, are soon looked at no more.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The times of arrival of those that are due: a range of the partial index IX_Deliveries_Unopened.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Due(DateTimeOffset now, TimeSpan after) => (now - after - Longest, now - after);
}
