using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>Takes down that the notices of deliveries were handed over, in the transaction that settles them.</summary>
internal static class WriteNotified
{
    private const int AtOnce = 500;

    /// <summary>A delivery counts once, by its first notice; those that are gone are passed over. Two looks and two writes for all of them.</summary>
    /// <param name="context">The context of the transaction.</param>
    /// <param name="evidence">The chains.</param>
    /// <param name="deliveries">The deliveries, and by what mail they were told of.</param>
    /// <param name="now">The present time.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public static async Task RunAsync(
        PortalContext context, AppendEvidence evidence, IReadOnlyCollection<(Guid Id, string By)> deliveries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var some in deliveries.DistinctBy(d => d.Id).Chunk(AtOnce))
        {
            var by = some.ToDictionary(d => d.Id, d => d.By);
            var ids = by.Keys.ToList();
            var fresh = await context.Deliveries.Where(d => ids.Contains(d.Id) && d.NotifiedAt == null)
                .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { d.Id, d.MessageId, m.Address }).ToListAsync(cancellationToken);
            if (fresh.Count == 0)
            {
                continue;
            }

            ids = [.. fresh.Select(d => d.Id)];
            DateTimeOffset? at = now;
            await context.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.NotifiedAt, at), cancellationToken);
            await evidence.AddAsync(
                context,
                [.. fresh.Select(d => (d.MessageId, new EvidenceEvent(MessageEventKind.Notified, d.Id)
                {
                    Recipient = d.Address,
                    Facts = new Dictionary<string, string> { ["by"] = by[d.Id] },
                }))],
                cancellationToken);
        }
    }
}
