using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Keeps the keyed digests of deliveries that are about to be deleted for good. Without them the tunnelled mail, handed in once more, would
/// be a new one that invites the person anew (threat C6).
/// </summary>
public sealed class RememberDeleted(ServerPepper pepper, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Writes them down within the transaction that deletes.</summary>
    internal async Task RunAsync(PortalContext context, IQueryable<Mailbox> mailboxes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var mailbox in await mailboxes.AsNoTracking().ToListAsync(cancellationToken))
        {
            var address = DeletedAddress.Hash(pepper, mailbox.Tenant, mailbox.Address);
            var digests = await context.Deliveries.Where(d => d.MailboxId == mailbox.Id).Select(d => d.ContentDigest).ToListAsync(cancellationToken);
            foreach (var some in digests.Chunk(AtOnce))
            {
                context.AddRange(some.Select(digest =>
                    new DeletedDelivery { AddressHash = address, MailboxId = mailbox.Id, ContentDigest = digest, DeletedAt = now }));
                await context.SaveChangesAsync(cancellationToken);
                context.ChangeTracker.Clear();
            }
        }
    }
}
