using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Drafts;

/// <summary>What holds for a person, and not for one mailbox: whoever has many would have as many times the limit.</summary>
internal static class SameOwner
{
    /// <summary>All mailboxes of the account that reads this one; this one alone where there is none.</summary>
    public static IQueryable<Mailbox> Mailboxes(PortalContext context, Guid mailboxId) => context.Mailboxes.Where(
        m => m.Id == mailboxId || (m.AccountId != null && context.Mailboxes.Any(writer => writer.Id == mailboxId && writer.AccountId == m.AccountId)));

    /// <summary>To be the first write of a transaction that counts: whoever counts for the same account at the same time waits here for its end.</summary>
    public static Task QueueAsync(PortalContext context, Guid mailboxId, CancellationToken cancellationToken) =>
        context.Users.Where(a => context.Mailboxes.Any(m => m.Id == mailboxId && m.AccountId == a.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, a => a.State), cancellationToken);
}
