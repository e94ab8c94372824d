using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Lays messages aside, and takes them back.</summary>
public sealed class MoveMessages(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Moves them between inbox and archive; another's messages, and those that the reader wrote, are left alone.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="ids">The deliveries.</param>
    /// <param name="to">Inbox or archive.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many were moved.</returns>
    public async Task<int> MoveAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, IReadOnlyCollection<Guid> ids, DeliveryFolder to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(to, DeliveryFolder.Sent);
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries
            .Where(d => ids.Contains(d.Id) && owned.Contains(d.MailboxId) && d.Folder != DeliveryFolder.Sent && d.Folder != to)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Folder, to), cancellationToken);
    }
}
