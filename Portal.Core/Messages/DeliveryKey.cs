using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Sealing;
using Portal.Core.Storage;

namespace Portal.Core.Messages;

/// <summary>
/// Opens message keys for their reader. A key still under the mailbox's public key is replaced by a copy under its symmetric
/// key, which is a hundred times cheaper to open the next time (docs/sealed-format.md).
/// </summary>
public sealed partial class DeliveryKey(
    IDbContextFactory<PortalContext> contexts, IngestPublicKey ingest, ILogger<DeliveryKey> logger)
{
    /// <summary>Opens one message key.</summary>
    /// <param name="sealedKey">The 113 or 60 bytes of the delivery.</param>
    /// <param name="mailbox">The reader's mailbox.</param>
    /// <param name="messageId">The message the key belongs to.</param>
    /// <param name="replacement">The cheaper copy to keep instead, or null where it is kept already.</param>
    /// <exception cref="SealingException">The key was damaged, forged, or is another message's.</exception>
    public MessageKey Open(byte[] sealedKey, UnlockedMailbox mailbox, Guid messageId, out byte[]? replacement)
    {
        replacement = null;
        if (sealedKey.Length == SealedMessageKey.RewrappedSize)
        {
            return SealedMessageKey.OpenRewrapped(sealedKey, mailbox.Key.SymmetricKey, mailbox.Id, messageId);
        }

        var key = SealedMessageKey.Open(sealedKey, mailbox.Key.KeyPair, ingest.Key, mailbox.Id, messageId);
        replacement = SealedMessageKey.Rewrap(key, mailbox.Key.SymmetricKey, mailbox.Id, messageId);
        return key;
    }

    /// <summary>Keeps what was found out while deliveries were looked at. Failing changes nothing but the cost of the next time.</summary>
    internal async Task KeepAsync(IReadOnlyList<SeenDelivery> seen, CancellationToken cancellationToken)
    {
        if (seen.Count == 0)
        {
            return;
        }

        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            foreach (var (deliveryId, replacement, threadKey) in seen)
            {
                await context.Deliveries.Where(d => d.Id == deliveryId).ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.SealedKey, d => replacement ?? d.SealedKey).SetProperty(d => d.ThreadKey, d => threadKey ?? d.ThreadKey),
                    cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or DbUpdateException)
        {
            LogNotReplaced(error.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "The stored message {MessageId} is damaged ({Error})")]
    internal partial void LogDamaged(Guid messageId, string error);

    [LoggerMessage(LogLevel.Information, "What was found out about deliveries was not kept: {Error}")]
    private partial void LogNotReplaced(string error);
}
