using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Retention;

/// <summary>
/// Deletes messages for good whose time is over, read or not, as their owners would: keys with the rows, digests remembered, the bytes last. Senders of unread ones
/// are told. One message a transaction; a row that cannot be deleted holds up no other. Only for the web side: it opens who wrote.
/// </summary>
public sealed class ExpireMessages(
    IDbContextFactory<PortalContext> contexts, BlobFolder blobs, RememberDeleted remember, VaultKey vault, AppendEvidence evidence, OutboxSealer outbox,
    OutboxSignal signal, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does all that is due.</summary>
    /// <returns>How many messages were deleted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (now, deleted, passed) = (time.GetUtcNow(), 0, 0);
        while (true)
        {
            var due = await DueAsync(now, passed, cancellationToken);
            foreach (var id in due)
            {
                var done = await TryAsync(id, now, cancellationToken);
                (deleted, passed) = done ? (deleted + 1, passed) : (deleted, passed + 1);
            }

            if (due.Count < Batch)
            {
                signal.Wake();
                return deleted;
            }
        }
    }

    private async Task<List<Guid>> DueAsync(DateTimeOffset now, int passed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Messages.Where(m => m.ExpiresAt <= now && m.HeldAt == null)
            .OrderBy(m => m.ExpiresAt).ThenBy(m => m.Id).Select(m => m.Id).Skip(passed).Take(Batch).ToListAsync(cancellationToken);
    }

    private async Task<bool> TryAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await ExpireAsync(id, now, cancellationToken);
        }
        catch (Exception error) when (error is DbUpdateException or DbException)
        {
            return false;
        }
    }

    private async Task<bool> ExpireAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The first write, on the message: who holds it, keeps it longer or deletes one of its deliveries was before this, or waits.
        if (await context.Messages.Where(m => m.Id == id && m.ExpiresAt <= now && m.HeldAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Size, m => m.Size), cancellationToken) == 0)
        {
            return false;
        }

        var message = await context.Messages.AsNoTracking().Where(m => m.Id == id)
            .Select(m => new Going(m.Id, m.Tenant, m.Automatic, m.Sender, m.ExpiresAt!.Value)).SingleAsync(cancellationToken);
        var deliveries = await context.Deliveries.AsNoTracking().Where(d => d.MessageId == id)
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new Lost(d, m.Address)).ToListAsync(cancellationToken);
        await remember.RunAsync(context, [.. deliveries.Select(lost => lost.Delivery)], cancellationToken);
        context.AddRange(MailsToSender(message, deliveries));
        await context.SaveChangesAsync(cancellationToken);
        await evidence.AddAsync(context, id, deliveries.Select(EventOf), cancellationToken);
        await context.Deliveries.Where(d => d.MessageId == id).ExecuteDeleteAsync(cancellationToken);
        await context.Messages.Where(m => m.Id == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // A crash before this leaves bytes without keys, which the sweep takes.
        blobs.Delete(id);
        return true;
    }

    // Of what was locked its sender has been told.
    private IEnumerable<OutboxEntry> MailsToSender(Going message, List<Lost> deliveries) =>
        message.Automatic || SenderBox.Find(vault, message.Sender, message.Id) is not { } sender
            ? []
            : deliveries.Where(lost => lost.Delivery is { ReadAt: null, LockedAt: null } && lost.Delivery.Folder != DeliveryFolder.Sent).Select(lost => outbox.Seal(
                new ExpiredPayload
                {
                    To = sender.Address,
                    RecipientAddress = lost.Address,
                    SentAt = lost.Delivery.ReceivedAt,
                    ExpiredAt = message.ExpiresAt,
                    Language = sender.Language,
                },
                message.Tenant));

    private static EvidenceEvent EventOf(Lost lost) => new(MessageEventKind.Expired, lost.Delivery.Id)
    {
        Recipient = lost.Address,
        Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["read"] = lost.Delivery.ReadAt is null ? "no" : "yes" },
    };

    private sealed record Going(Guid Id, string Tenant, bool Automatic, byte[] Sender, DateTimeOffset ExpiresAt);

    private sealed record Lost(Delivery Delivery, string Address);
}
