using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Messages.Threads;
using Portal.Core.Mime;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>Opens one message for its owner: the outline now, the bytes when they are asked for.</summary>
public sealed class OpenMessage(IDbContextFactory<PortalContext> contexts, DeliveryKey keys, BlobFolder blobs)
{
    // Ownership is part of the query: another's message is not found, exactly like one that does not exist.
    private static readonly Func<PortalContext, Guid, Guid, Task<Found?>> Find = EF.CompileAsyncQuery(
        (PortalContext context, Guid mailbox, Guid id) => context.Deliveries
            .Where(d => d.Id == id && d.MailboxId == mailbox && d.LockedAt == null)
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => new Found(
                m.Id, d.SealedKey, m.Outline, m.Gateway, d.ReceivedAt, d.ReadAt, m.Size, m.SecondFactor, d.Folder, d.Unread,
                d.Position, d.ThreadKey != null, m.NoReply, d.Receipt, d.RepliedAt, m.ExpiresAt, m.HeldAt != null, m.Automatic))
            .FirstOrDefault());

    /// <summary>
    /// Opens the message <paramref name="id"/>, or gives null where the reader has none of that id, one that is locked, or one whose sender wants a
    /// second factor that the reader has not proved. Everything that shows or sends bytes of a message comes through here.
    /// </summary>
    /// <exception cref="SealingException">What is stored was damaged or forged.</exception>
    public async Task<OpenedMessage?> OpenAsync(
        IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var mailbox in mailboxes)
        {
            if (await Find(context, mailbox.Id, id) is { } found)
            {
                return found.SecondFactor && !mailbox.SecondFactor ? null : await OpenAsync(found, mailbox, id, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>Whether the reader has such a message, and it opens only with the second factor that is not proved yet.</summary>
    public async Task<bool> NeedsSecondFactorAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lacking = mailboxes.Where(m => !m.SecondFactor).Select(m => m.Id).ToList();
        return await context.Deliveries.Where(d => d.Id == id && lacking.Contains(d.MailboxId))
            .Join(context.Messages, d => d.MessageId, m => m.Id, (d, m) => m.SecondFactor).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Who locked it, where the reader has such a message and nobody can open it; null where that is not so.</summary>
    public async Task<DeliveryLock?> LockOfAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.Where(d => d.Id == id && owned.Contains(d.MailboxId) && d.LockedAt != null)
            .Select(d => (DeliveryLock?)d.Lock).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether the reader still has such a message: its bytes may be gone because it was deleted meanwhile.</summary>
    public async Task<bool> IsThereAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.AnyAsync(d => d.Id == id && owned.Contains(d.MailboxId), cancellationToken);
    }

    private async Task<OpenedMessage> OpenAsync(Found found, UnlockedMailbox mailbox, Guid id, CancellationToken cancellationToken)
    {
        var key = keys.Open(found.SealedKey, mailbox, found.MessageId, out var replacement);
        try
        {
            var outline = OutlineJson.FromBytes(SealedBytes.Open(found.Outline, key, new SealingContext(SealedKind.Outline, found.MessageId)));
            if (replacement is not null || !found.Threaded)
            {
                var thread = found.Threaded ? null : ThreadKeys.Of(mailbox, ThreadRoot.Of(outline), found.MessageId);
                await keys.KeepAsync([new SeenDelivery(id, replacement, thread)], cancellationToken);
            }

            return new OpenedMessage(key, blobs, found.MessageId)
            {
                Id = id,
                MailboxId = mailbox.Id,
                MailboxAddress = mailbox.Address,
                Gateway = found.Gateway,
                ReceivedAt = found.ReceivedAt,
                ReadAt = found.ReadAt,
                Folder = found.Folder,
                Unread = found.Unread,
                Size = found.Size,
                Outline = outline,
                Position = found.Position,
                NoReply = found.NoReply,
                Receipt = found.Receipt,
                RepliedAt = found.RepliedAt,
                ExpiresAt = found.ExpiresAt,
                Held = found.Held,
                Automatic = found.Automatic,
            };
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private sealed record Found(
        Guid MessageId, byte[] SealedKey, byte[] Outline, string Gateway, DateTimeOffset ReceivedAt, DateTimeOffset? ReadAt, long Size, bool SecondFactor,
        DeliveryFolder Folder, bool Unread, long Position, bool Threaded, bool NoReply, ReceiptState Receipt, DateTimeOffset? RepliedAt,
        DateTimeOffset? ExpiresAt, bool Held, bool Automatic);
}
