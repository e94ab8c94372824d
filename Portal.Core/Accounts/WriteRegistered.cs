using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Takes down in the chains of the messages that wait in a mailbox that somebody reads it from now on, in the transaction that gives it an account.</summary>
internal static class WriteRegistered
{
    /// <summary>The newest so many messages learn of it: a mailbox to which machines write for months holds no registration up.</summary>
    public const int Most = 25;

    /// <param name="context">The context of the transaction.</param>
    /// <param name="evidence">The chains.</param>
    /// <param name="mailboxId">The mailbox.</param>
    /// <param name="by">What proved who the reader is, a short name.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public static async Task RunAsync(PortalContext context, AppendEvidence evidence, Guid mailboxId, string by, CancellationToken cancellationToken)
    {
        var waiting = await context.Deliveries.Where(d => d.MailboxId == mailboxId).OrderByDescending(d => d.Position).Take(Most)
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { d.Id, d.MessageId, m.Address }).ToListAsync(cancellationToken);
        await evidence.AddAsync(
            context,
            [.. waiting.Select(d => (d.MessageId, new EvidenceEvent(MessageEventKind.Registered, d.Id)
            {
                Recipient = d.Address,
                Facts = new Dictionary<string, string> { ["by"] = by },
            }))],
            cancellationToken);
    }
}
