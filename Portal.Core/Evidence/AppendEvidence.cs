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

    private const int AtOnce = 500;

    private readonly VaultBoxSealer _boxes = new(vault, time);

    /// <summary>Adds links to the end of a message's chain, within the transaction that does what they tell of.</summary>
    /// <param name="context">The caller's, in a transaction.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="events">What happened, in this order.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <exception cref="DbUpdateException">Somebody else added a link at the same moment, on a database whose transactions run side by side.</exception>
    public Task AddAsync(PortalContext context, Guid messageId, IEnumerable<EvidenceEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        return AddAsync(context, [.. events.Select(what => (messageId, what))], cancellationToken);
    }

    /// <summary>The same for one link, which begins the chain of a message that has none: an operator's order is written down in any case.</summary>
    public async Task BeginOrAddAsync(PortalContext context, Guid messageId, EvidenceEvent what, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (await context.MessageEvents.AnyAsync(e => e.MessageId == messageId, cancellationToken))
        {
            await AddAsync(context, messageId, [what], cancellationToken);
            return;
        }

        context.Add(Link(messageId, 1, [], what));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    /// <summary>
    /// Adds links to the chains of several messages: one look for all of them, and one write. A chain begins when a mail arrives: what was written here, and what
    /// came before there were chains, has none and gets none.
    /// </summary>
    /// <param name="context">The caller's, in a transaction.</param>
    /// <param name="events">What happened to which message, in this order.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <exception cref="DbUpdateException">Somebody else added a link at the same moment, on a database whose transactions run side by side.</exception>
    public async Task AddAsync(
        PortalContext context, IReadOnlyCollection<(Guid MessageId, EvidenceEvent What)> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(events);
        foreach (var some in events.Chunk(AtOnce))
        {
            var messages = some.Select(e => e.MessageId).Distinct().ToList();
            var ends = (await context.MessageEvents.Where(e => messages.Contains(e.MessageId))
                .Where(e => !context.MessageEvents.Any(later => later.MessageId == e.MessageId && later.Sequence > e.Sequence))
                .Select(e => new { e.MessageId, e.Sequence, e.Hash }).ToListAsync(cancellationToken))
                .ToDictionary(e => e.MessageId, e => (e.Sequence, e.Hash));
            var links = new List<MessageEvent>(some.Length);
            foreach (var (messageId, what) in some)
            {
                if (ends.TryGetValue(messageId, out var end))
                {
                    links.Add(Link(messageId, end.Sequence + 1, end.Hash, what));
                    ends[messageId] = (end.Sequence + 1, links[^1].Hash);
                }
            }

            context.AddRange(links);
            await context.SaveChangesAsync(cancellationToken);
            links.ForEach(link => context.Entry(link).State = EntityState.Detached);
        }
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
