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
            var digests = await context.Deliveries.Where(d => d.MailboxId == mailbox.Id).Select(d => d.ContentDigest).ToListAsync(cancellationToken);
            await AddAsync(context, mailbox, digests, now, cancellationToken);
        }
    }

    /// <summary>Writes single deliveries down within the transaction that deletes them. What their owner wrote comes from nowhere a second time.</summary>
    internal async Task RunAsync(PortalContext context, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var some in deliveries.Where(d => d.Folder != DeliveryFolder.Sent).GroupBy(d => d.MailboxId))
        {
            var mailbox = await context.Mailboxes.AsNoTracking().SingleAsync(m => m.Id == some.Key, cancellationToken);
            await AddAsync(context, mailbox, [.. some.Select(d => d.ContentDigest)], now, cancellationToken);
        }
    }

    private async Task AddAsync(PortalContext context, Mailbox mailbox, List<byte[]> digests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var address = DeletedAddress.Hash(pepper, mailbox.Tenant, mailbox.Address);
        foreach (var some in digests.Chunk(AtOnce))
        {
            context.AddRange(some.Select(digest =>
                new DeletedDelivery { AddressHash = address, MailboxId = mailbox.Id, ContentDigest = digest, DeletedAt = now }));
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }
    }
}
