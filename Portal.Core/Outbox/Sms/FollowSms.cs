using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>Asks the provider what became of SMS that it took, a few times each.</summary>
internal sealed class FollowSms(IDbContextFactory<PortalContext> contexts, ISmsSender sender, TimeProvider clock)
{
    private const int Batch = 50;

    /// <summary>Asks about those that are due.</summary>
    /// <returns>How many were asked about.</returns>
    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        if (sender is not ISmsFollower follower)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await context.SmsMessages.AsNoTracking().Where(m => m.AskAt <= now).OrderBy(m => m.AskAt).Take(Batch).ToListAsync(cancellationToken);
        foreach (var sms in due)
        {
            if (await TakeAsync(context, sms, now, cancellationToken) && await follower.AskAsync(sms.ProviderId!, cancellationToken) is { } report)
            {
                await WriteAsync(context, sms.Id, report, cancellationToken);
            }
        }

        return due.Count;
    }

    // Counted before it is asked: a provider that does not answer is not asked for ever, and of two processes one asks.
    private static async Task<bool> TakeAsync(PortalContext context, SmsMessage sms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = now + FollowSchedule.After(sms.Asked + 1);
        return await context.SmsMessages.Where(m => m.Id == sms.Id && m.Asked == sms.Asked && m.AskAt != null).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Asked, sms.Asked + 1).SetProperty(m => m.AskAt, next), cancellationToken) > 0;
    }

    private async Task WriteAsync(PortalContext context, Guid id, SmsReport report, CancellationToken cancellationToken)
    {
        if (report.State == SmsState.Sent)
        {
            return; // still on its way
        }

        var now = clock.GetUtcNow();
        await context.SmsMessages.Where(m => m.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, report.State).SetProperty(m => m.ErrorCode, report.ErrorCode)
                .SetProperty(m => m.EndedAt, now).SetProperty(m => m.AskAt, (DateTimeOffset?)null), cancellationToken);
    }
}
