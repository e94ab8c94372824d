using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;

namespace Portal.Core.Messages;

/// <summary>Tells whether a mail has been in a mailbox before.</summary>
public sealed class RecogniseMail(IDbContextFactory<PortalContext> contexts, IngestKey ingest, ServerPepper pepper)
{
    // Every mail asks this, and nearly always there is nothing.
    private static readonly Func<PortalContext, byte[], IAsyncEnumerable<Guid>> DeletedMailboxes = EF.CompileAsyncQuery(
        (PortalContext context, byte[] address) => context.DeletedDeliveries.Where(d => d.AddressHash == address).Select(d => d.MailboxId).Distinct());

    /// <summary>Whether it came for this address before and was deleted for good with the mailbox, not too long ago.</summary>
    /// <param name="tenant">The tenant whose mail it is.</param>
    /// <param name="address">The normalised address. Ask after the mailbox was looked for: one that is there no more has left its digests.</param>
    /// <param name="contentDigest">The digest of the signed content, as it was signed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<bool> WasDeletedAsync(string tenant, string address, byte[] contentDigest, CancellationToken cancellationToken)
    {
        var hash = DeletedAddress.Hash(pepper, tenant, address);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mailboxes = new List<Guid>();
        await foreach (var id in DeletedMailboxes(context, hash).WithCancellation(cancellationToken))
        {
            mailboxes.Add(id);
        }

        foreach (var id in mailboxes)
        {
            var digest = ingest.KeyedDigest(contentDigest, id);
            if (await context.DeletedDeliveries.AnyAsync(d => d.AddressHash == hash && d.MailboxId == id && d.ContentDigest == digest, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it lies in this mailbox.</summary>
    /// <param name="mailboxId">The mailbox.</param>
    /// <param name="contentDigest">The digest of the signed content, as it was signed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<bool> IsThereAsync(Guid mailboxId, byte[] contentDigest, CancellationToken cancellationToken)
    {
        var digest = ingest.KeyedDigest(contentDigest, mailboxId);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.AnyAsync(d => d.MailboxId == mailboxId && d.ContentDigest == digest, cancellationToken);
    }
}
