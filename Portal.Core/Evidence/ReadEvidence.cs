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

    /// <summary>The message of that id, or the one of the delivery of that id; null where nothing is known of either. Looks through all links: for operators.</summary>
    public async Task<Guid?> MessageOfAsync(Guid messageOrDelivery, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.MessageEvents.AnyAsync(e => e.MessageId == messageOrDelivery, cancellationToken)
            ? messageOrDelivery
            : await context.MessageEvents.Where(e => e.DeliveryId == messageOrDelivery).Select(e => (Guid?)e.MessageId).FirstOrDefaultAsync(cancellationToken);
    }

    private EvidenceLink? Open(MessageEvent row, int sequence, byte[] previous)
    {
        try
        {
            var bytes = _boxes.Open(AppendEvidence.Purpose, row.Id, row.Box);
            var content = JsonSerializer.Deserialize(bytes, EvidenceJson.Default.EvidenceContent);
            return content is not null && Fits(row, sequence, bytes) && Says(row, content) && content.Previous == Convert.ToBase64String(previous)
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
