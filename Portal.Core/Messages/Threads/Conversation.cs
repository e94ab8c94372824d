namespace Portal.Core.Messages.Threads;

/// <summary>The messages around one of a conversation, newest first, as far as they lie in its reader's mailboxes.</summary>
/// <param name="Later">What came after it.</param>
/// <param name="MoreLater">Whether there are more after those.</param>
/// <param name="Earlier">What came before it.</param>
/// <param name="MoreEarlier">Whether there are more before those.</param>
public sealed record Conversation(IReadOnlyList<MessageRow> Later, bool MoreLater, IReadOnlyList<MessageRow> Earlier, bool MoreEarlier)
{
    /// <summary>A message that stands alone.</summary>
    public static Conversation None { get; } = new([], false, [], false);

    /// <summary>Whether there is any other message.</summary>
    public bool Any => Later.Count + Earlier.Count > 0;
}
