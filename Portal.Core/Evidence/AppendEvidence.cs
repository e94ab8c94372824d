using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Evidence;

/// <summary>
/// Adds links to the chains of messages (docs/sealed-format.md, "Evidence"). Each holds the hash of the one before, so that none can be changed, taken out
/// or put in between without showing. Seals and opens nothing: ingest adds links too.
/// </summary>
public sealed class AppendEvidence(VaultPublicKey vault, ServerPepper pepper, TimeProvider time)
{
    internal const string Purpose = "evidence";

    private readonly VaultBoxSealer _boxes = new(vault, time);

    /// <summary>Adds links to the end of a message's chain, within the transaction that does what they tell of.</summary>
    /// <param name="context">The caller's, in a transaction.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="events">What happened, in this order.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <exception cref="DbUpdateException">Somebody else added a link at the same moment, on a database whose transactions run side by side.</exception>
    public async Task AddAsync(PortalContext context, Guid messageId, IEnumerable<EvidenceEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(events);
        var last = await context.MessageEvents.Where(e => e.MessageId == messageId).OrderByDescending(e => e.Sequence)
            .Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(cancellationToken);
        var (sequence, hash) = (last?.Sequence ?? 0, last?.Hash ?? []);
        var links = new List<MessageEvent>();
        foreach (var what in events)
        {
            links.Add(Link(messageId, ++sequence, hash, what));
            hash = links[^1].Hash;
        }

        context.AddRange(links);
        await context.SaveChangesAsync(cancellationToken);
        links.ForEach(link => context.Entry(link).State = EntityState.Detached);
    }

    /// <summary>The link of an event at a place that the caller knows.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="sequence">From 1 on.</param>
    /// <param name="previous">The hash of the one before; empty for the first.</param>
    /// <param name="what">What happened.</param>
    internal MessageEvent Link(Guid messageId, int sequence, byte[] previous, EvidenceEvent what)
    {
        var (id, now) = (Guid.NewGuid(), DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()));
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new EvidenceContent
            {
                Message = messageId,
                Sequence = sequence,
                At = now,
                Kind = what.Kind,
                Delivery = what.DeliveryId,
                Recipient = what.Recipient,
                Facts = what.Facts,
                Previous = Convert.ToBase64String(previous),
            },
            EvidenceJson.Default.EvidenceContent);
        var hash = SHA256.HashData(content);
        return new MessageEvent
        {
            Id = id,
            MessageId = messageId,
            Sequence = sequence,
            Kind = what.Kind,
            DeliveryId = what.DeliveryId,
            At = now,
            Box = _boxes.Seal(Purpose, id, content),
            Hash = hash,
            Mac = EvidenceMac.Of(pepper, messageId, sequence, hash),
        };
    }
}
