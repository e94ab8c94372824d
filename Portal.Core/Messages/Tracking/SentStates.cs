using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Tracking;

/// <summary>Says in one word where a message stands with a recipient: what happened last of what counts most.</summary>
internal static class SentStates
{
    // What the recipient did counts more than what the portal did, and an answer more than an opening.
    private static readonly (MessageEventKind Kind, SentState State)[] Done =
    [
        (MessageEventKind.Replied, SentState.Replied),
        (MessageEventKind.Downloaded, SentState.Downloaded),
        (MessageEventKind.Opened, SentState.Opened),
    ];

    /// <param name="kinds">What happened to the delivery, in order.</param>
    /// <param name="there">Whether it is still there.</param>
    /// <param name="by">Who locked it.</param>
    public static SentState Of(List<MessageEventKind> kinds, bool there, DeliveryLock by)
    {
        if (!there)
        {
            return kinds.Contains(MessageEventKind.SentToCertificate)
                ? kinds.Contains(MessageEventKind.NoticeFailed) ? SentState.NotDelivered : SentState.SentToCertificate
                : kinds.Contains(MessageEventKind.Withdrawn) ? SentState.Withdrawn
                : kinds.Contains(MessageEventKind.Expired) ? SentState.Expired : SentState.Deleted;
        }

        if (by != DeliveryLock.None)
        {
            return by == DeliveryLock.Recipient ? SentState.NotForMe : SentState.Locked;
        }

        return Done.Where(done => kinds.Contains(done.Kind)).Select(done => (SentState?)done.State).FirstOrDefault() ?? Told(kinds);
    }

    private static SentState Told(List<MessageEventKind> kinds) => kinds.FindLast(kind => kind
        is MessageEventKind.Registered or MessageEventKind.NoticeFailed or MessageEventKind.Notified or MessageEventKind.NotifiedAgain) switch
    {
        MessageEventKind.NoticeFailed => SentState.NoticeFailed,
        _ when kinds.Contains(MessageEventKind.Registered) => SentState.Registered,
        MessageEventKind.Notified or MessageEventKind.NotifiedAgain => SentState.Notified,
        _ => SentState.Stored,
    };
}
