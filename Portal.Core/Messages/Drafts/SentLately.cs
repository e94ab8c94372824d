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
        var own = SameOwner.Mailboxes(context, mailboxId);
        return context.Drafts.CountAsync(d => d.SentAt > since && own.Any(m => m.Id == d.MailboxId), cancellationToken);
    }
}
