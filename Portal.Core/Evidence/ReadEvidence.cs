using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Evidence;

/// <summary>Opens the chain of a message and looks whether it is as it was written. Only for the web side.</summary>
public sealed class ReadEvidence(IDbContextFactory<PortalContext> contexts, VaultKey vault, ServerPepper pepper)
{
    private readonly VaultBoxOpener _boxes = new(vault);

    /// <summary>The chain; without links where nothing is known.</summary>
    public async Task<EvidenceChain> OfAsync(Guid messageId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.MessageEvents.Where(e => e.MessageId == messageId).OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
        var links = new List<EvidenceLink>(rows.Count);
        foreach (var row in rows)
        {
            if (Open(row, links.Count + 1, links.Count == 0 ? [] : links[^1].Hash) is not { } link)
            {
                return new EvidenceChain(messageId, links, Intact: false);
            }

            links.Add(link);
        }

        return new EvidenceChain(messageId, links, Intact: true);
    }

    /// <summary>To whom deliveries went, as their first links say, each of which is opened by itself; what is not as it was written is left out.</summary>
    /// <param name="messages">Their messages.</param>
    /// <param name="deliveries">The deliveries, which may be gone.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyDictionary<Guid, string>> RecipientsAsync(
        IReadOnlyCollection<Guid> messages, IReadOnlyCollection<Guid> deliveries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        var recipients = new Dictionary<Guid, string>();
        if (deliveries.Count == 0)
        {
            return recipients;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.MessageEvents
            .Where(e => messages.Contains(e.MessageId) && e.Kind == MessageEventKind.Received && e.DeliveryId != null && deliveries.Contains(e.DeliveryId.Value))
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (Open(row, row.Sequence, null) is { Event.Recipient: { } recipient })
            {
                recipients[row.DeliveryId!.Value] = recipient;
            }
        }

        return recipients;
    }

    /// <summary>The message of that id, or the one of the delivery of that id; null where nothing is known of either. Looks through all links: for operators.</summary>
    public async Task<Guid?> MessageOfAsync(Guid messageOrDelivery, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.MessageEvents.AnyAsync(e => e.MessageId == messageOrDelivery, cancellationToken)
            ? messageOrDelivery
            : await context.MessageEvents.Where(e => e.DeliveryId == messageOrDelivery).Select(e => (Guid?)e.MessageId).FirstOrDefaultAsync(cancellationToken);
    }

    // Without the link before, the place of this one alone is not looked at.
    private EvidenceLink? Open(MessageEvent row, int sequence, byte[]? previous)
    {
        try
        {
            var bytes = _boxes.Open(AppendEvidence.Purpose, row.Id, row.Box);
            var content = JsonSerializer.Deserialize(bytes, EvidenceJson.Default.EvidenceContent);
            return content is not null && Fits(row, sequence, bytes) && Says(row, content) && (previous is null || content.Previous == Convert.ToBase64String(previous))
                ? new EvidenceLink(content.At, new EvidenceEvent(content.Kind, content.Delivery) { Recipient = content.Recipient, Facts = content.Facts }, bytes, row.Hash)
                : null;
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return null;
        }
    }

    private bool Fits(MessageEvent row, int sequence, byte[] bytes) =>
        row.Sequence == sequence
        && CryptographicOperations.FixedTimeEquals(row.Hash, SHA256.HashData(bytes))
        && CryptographicOperations.FixedTimeEquals(row.Mac, EvidenceMac.Of(pepper, row.MessageId, sequence, row.Hash));

    private static bool Says(MessageEvent row, EvidenceContent content) =>
        (content.Message, content.Sequence, content.Kind, content.Delivery, content.At) == (row.MessageId, row.Sequence, row.Kind, row.DeliveryId, row.At);
}
