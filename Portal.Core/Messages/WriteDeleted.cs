using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Takes down in the chains that deliveries go for good, in the transaction that deletes them.</summary>
internal static class WriteDeleted
{
    /// <param name="context">The context of the transaction.</param>
    /// <param name="evidence">The chains.</param>
    /// <param name="deliveries">What is about to be deleted.</param>
    /// <param name="with">What goes, a short name such as <c>account</c>.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public static async Task RunAsync(
        PortalContext context, AppendEvidence evidence, IQueryable<Delivery> deliveries, string with, CancellationToken cancellationToken)
    {
        var going = await deliveries.Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { d.Id, d.MessageId, m.Address, Opened = d.ReadAt != null })
            .ToListAsync(cancellationToken);
        await evidence.AddAsync(
            context,
            [.. going.Select(d => (d.MessageId, new EvidenceEvent(MessageEventKind.Deleted, d.Id)
            {
                Recipient = d.Address,
                Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["opened"] = d.Opened ? "yes" : "no", ["with"] = with },
            }))],
            cancellationToken);
    }
}
