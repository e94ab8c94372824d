using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>An attempt that is over and waits to be written down.</summary>
/// <param name="Entry">The entry as it was claimed; its DueAt is the lease.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Undelivered">The mailbox whose initial password reached nobody when this attempt was the last, or null.</param>
/// <param name="Returned">The reply that goes back to its writer when this attempt was the last, and the mail that tells the writer; or null.</param>
/// <param name="Lost">The message that did not get to its recipient's own certificate when this attempt was the last, or null.</param>
internal sealed record Settlement(OutboxEntry Entry, SendOutcome Outcome, Guid? Undelivered = null, ReturnedReply? Returned = null, LostMail? Lost = null)
{
    /// <summary>The deliveries that the mail told of, where it was handed over in this attempt, and by what kind of mail.</summary>
    public IReadOnlyList<(Guid Id, string By)> Notified { get; init; } = [];

    /// <summary>How often the entry has now been tried.</summary>
    public int Attempts => Entry.Attempts + (Outcome is SendOutcome.NotBegun ? 0 : 1);

    /// <summary>The entry's next state.</summary>
    public OutboxState State => Outcome switch
    {
        SendOutcome.Sent => OutboxState.Sent,
        SendOutcome.Refused or SendOutcome.Expired => OutboxState.Failed,
        SendOutcome.Deferred deferred when Wait(deferred) is null => OutboxState.Failed,
        _ => OutboxState.Waiting,
    };

    /// <summary>The delivery whose notice will not arrive, and why, when that is what the relay said for good or nobody took the mail for as long as we try.</summary>
    public (Guid DeliveryId, string Status)? Undeliverable => Entry is { Kind: OutboxKind.Notice, DeliveryId: { } delivery } && State == OutboxState.Failed
        && (Outcome is SendOutcome.Refused refused ? EnhancedStatus.OfReply(refused.Reason) : EnhancedStatus.TooLong) is { } status
        ? (delivery, status)
        : null;

    /// <summary>When the entry is due next.</summary>
    public DateTimeOffset DueAt(DateTimeOffset now) => Outcome is SendOutcome.Deferred deferred ? now + (Wait(deferred) ?? TimeSpan.Zero) : now;

    private TimeSpan? Wait(SendOutcome.Deferred deferred)
    {
        var wait = Entry.Kind == OutboxKind.Sms ? SmsSchedule.After(Attempts, deferred.MayHaveLeft) : RetrySchedule.After(Attempts);
        return wait < deferred.NotWithin ? deferred.NotWithin : wait;
    }
}
