using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Drafts;

/// <summary>
/// How many messages the owner of a mailbox has sent within a day, out of all mailboxes of the account. The rows that say which drafts were sent tell it: they
/// stay for longer (<see cref="DiscardDraft"/>), and their writer cannot discard them.
/// </summary>
internal static class SentLately
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Counts them.</summary>
    public static Task<int> CountAsync(PortalContext context, Guid mailboxId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Day;
        var own = context.Mailboxes.Where(
            m => m.Id == mailboxId || (m.AccountId != null && context.Mailboxes.Any(writer => writer.Id == mailboxId && writer.AccountId == m.AccountId)));
        return context.Drafts.CountAsync(d => d.SentAt > since && own.Any(m => m.Id == d.MailboxId), cancellationToken);
    }

    /// <summary>To be the first write of a transaction that counts: whoever sends for the same account at the same time waits here for its end.</summary>
    public static Task QueueAsync(PortalContext context, Guid mailboxId, CancellationToken cancellationToken) =>
        context.Users.Where(a => context.Mailboxes.Any(m => m.Id == mailboxId && m.AccountId == a.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, a => a.State), cancellationToken);
}
