using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Core.Messages;

/// <summary>Writes a message with its deliveries, notices and outbox entries: all of it durably, or nothing.</summary>
public sealed class SaveMessage(
    PrepareDelivery prepare, MessageWriter writer, IDbContextFactory<PortalContext> contexts, BlobFolder blobs)
{
    /// <summary>When this returns, the message is on the disk for every recipient, from this call or an earlier one.</summary>
    /// <exception cref="Exception">The database could not take it; nothing of it is kept.</exception>
    public async Task SaveAsync(IncomingDelivery incoming, CancellationToken cancellationToken)
    {
        try
        {
            if (!await writer.WriteAsync(prepare.Prepare(incoming), cancellationToken))
            {
                await WithdrawUnlessWrittenAsync(incoming.Message);
            }
        }
        catch (MessageWriter.InDoubtException)
        {
            await WithdrawUnlessWrittenAsync(incoming.Message);
            throw;
        }
        catch
        {
            Withdraw(incoming.Message);
            throw;
        }
    }

    /// <summary>Removes the blob of a message that turned out not to be wanted.</summary>
    public void Withdraw(SealedMessage message) => blobs.Delete(message.Id);

    // A commit may fail and yet have happened, and the writer's second attempt then finds the message known already: only one that
    // the database does not know may lose its bytes.
    private async Task WithdrawUnlessWrittenAsync(SealedMessage message)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            if (!await context.Messages.AnyAsync(m => m.Id == message.Id))
            {
                Withdraw(message);
            }
        }
        catch (System.Data.Common.DbException)
        {
            // Nobody can say whether it was written, so its bytes stay; the caller hears of the first failure.
        }
    }
}
