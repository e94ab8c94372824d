using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>Writes into the history what became of attempts, in the transaction that settles the outbox entries.</summary>
internal static class SettleSms
{
    public static async Task WriteAsync(
        PortalContext context, IReadOnlyCollection<Settlement> settled, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var settlement in settled.Where(s => s.Entry.Kind == OutboxKind.Sms && s.Outcome is not SendOutcome.NotBegun))
        {
            var (id, state) = (settlement.Entry.Id, StateOf(settlement));
            var sent = settlement.Outcome as SendOutcome.Sent;
            var error = sent is null ? settlement.Outcome.Code : null;
            DateTimeOffset? sentAt = sent is null ? null : now;
            DateTimeOffset? endedAt = state is SmsState.Failed or SmsState.Expired ? now : null;
            var askAt = sent?.ProviderId is null ? null : now + FollowSchedule.After(0);

            // What has left stays so, whatever a second worker with the same entry makes of it.
            await context.SmsMessages.Where(m => m.Id == id && (sent != null || m.SentAt == null)).ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, state).SetProperty(m => m.ErrorCode, error).SetProperty(m => m.SentAt, sentAt)
                .SetProperty(m => m.EndedAt, endedAt).SetProperty(m => m.AskAt, askAt)
                .SetProperty(m => m.ProviderId, sent == null ? null : sent.ProviderId).SetProperty(m => m.Asked, 0), cancellationToken);
        }
    }

    private static SmsState StateOf(Settlement settlement) => (settlement.Outcome, settlement.State) switch
    {
        (SendOutcome.Expired, _) => SmsState.Expired,
        (_, OutboxState.Sent) => SmsState.Sent,
        (_, OutboxState.Failed) => SmsState.Failed,
        _ => SmsState.Waiting,
    };
}
