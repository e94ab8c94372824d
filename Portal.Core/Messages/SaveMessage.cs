using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Certificates;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages;

/// <summary>Writes a message with its deliveries, notices and outbox entries: all of it durably, or nothing.</summary>
public sealed class SaveMessage(
    PrepareDelivery prepare, SendToCertificates certificates, MessageWriter writer, IDbContextFactory<PortalContext> contexts, BlobFolder blobs)
{
    /// <summary>When this returns, the message is on the disk for every recipient, from this call or an earlier one.</summary>
    /// <exception cref="Exception">The database could not take it; nothing of it is kept.</exception>
    public async Task SaveAsync(IncomingDelivery incoming, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(incoming, cancellationToken);
        try
        {
            var written = await writer.WriteAsync(prepared, cancellationToken);
            if (!written || prepared.Leaving.Count > 0)
            {
                await WithdrawUnlessWrittenAsync(prepared);
            }
        }
        catch (MessageWriter.InDoubtException)
        {
            await WithdrawUnlessWrittenAsync(prepared);
            throw;
        }
        catch
        {
            BlobsOf(prepared).ForEach(blobs.Delete);
            throw;
        }
    }

    /// <summary>Removes the blob of a message that turned out not to be wanted.</summary>
    public void Withdraw(SealedMessage message) => blobs.Delete(message.Id);

    private async Task<PreparedMessage> PrepareAsync(IncomingDelivery incoming, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Guid, PreparedLeaving> leaving = new Dictionary<Guid, PreparedLeaving>();
        try
        {
            leaving = await certificates.PrepareAsync(incoming, cancellationToken);
            return prepare.Prepare(incoming, [.. incoming.Recipients.Where(r => !leaving.ContainsKey(r.Id))]) with { Leaving = [.. leaving.Values] };
        }
        catch
        {
            Withdraw(incoming.Message);
            leaving.Values.Select(one => one.Mail.BlobId).OfType<Guid>().ToList().ForEach(blobs.Delete);
            throw;
        }
    }

    private static List<Guid> BlobsOf(PreparedMessage prepared) => [prepared.Message.Id, .. prepared.Leaving.Select(l => l.Mail.BlobId).OfType<Guid>()];

    // A commit may fail and yet have happened, and the writer's second attempt then finds the message known already: only one that
    // the database does not know may lose its bytes. What left for all its recipients has no message either.
    private async Task WithdrawUnlessWrittenAsync(PreparedMessage prepared)
    {
        try
        {
            var ids = BlobsOf(prepared);
            await using var context = await contexts.CreateDbContextAsync();
            var known = await context.Messages.Where(m => ids.Contains(m.Id)).Select(m => m.Id).ToListAsync();
            known.AddRange(await context.Outbox.Where(e => e.BlobId != null && ids.Contains(e.BlobId.Value)).Select(e => e.BlobId!.Value).ToListAsync());
            ids.Except(known).ToList().ForEach(blobs.Delete);
        }
        catch (System.Data.Common.DbException)
        {
            // Nobody can say whether it was written, so its bytes stay; the caller hears of the first failure.
        }
    }
}
