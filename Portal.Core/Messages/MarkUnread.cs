using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Marks messages as unread or read, as their reader wants it. When one was first opened stays as it is, or stays open.</summary>
public sealed class MarkUnread(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Marks them; another's messages, and those that the reader wrote, are left alone.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="ids">The deliveries.</param>
    /// <param name="unread">As unread, or as read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many changed.</returns>
    public async Task<int> MarkAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, IReadOnlyCollection<Guid> ids, bool unread, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries
            .Where(d => ids.Contains(d.Id) && owned.Contains(d.MailboxId) && d.Folder != DeliveryFolder.Sent && d.Unread != unread)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Unread, unread), cancellationToken);
    }
}
