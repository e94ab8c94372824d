using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Outbox.Bounces;

/// <summary>
/// Does for replies, and for mails to people's own certificates, that came back after the relay had taken them what the outbox does where it refuses them. Only
/// for the web side: it opens who wrote. Of several processes at once one does each.
/// </summary>
public sealed class TellOfReturned(
    IDbContextFactory<PortalContext> contexts, VaultKey vault, OutboxSealer outbox, TenantCatalog tenants, AppendEvidence evidence, OutboxSignal signal, TimeProvider time)
{
    private const int Batch = 100;

    private readonly OpenUndelivered _undelivered = new(vault, outbox, tenants, time);

    /// <summary>Tells of all that came back since, and forgets whom to tell of what will not any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        List<OutboxEntry> some;
        do
        {
            some = await context.Outbox.AsNoTracking().Where(e => e.State == OutboxState.Returned).Take(Batch).ToListAsync(cancellationToken);
            foreach (var one in some)
            {
                await TellAsync(context, one);
                context.ChangeTracker.Clear();
            }
        }
        while (some.Count == Batch);

        await WriteSent.EndWaitAsync(context, time.GetUtcNow(), cancellationToken);
    }

    private async Task TellAsync(PortalContext context, OutboxEntry entry)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.Outbox.Where(e => e.Id == entry.Id && e.State == OutboxState.Returned).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, OutboxState.Sent).SetProperty(e => e.Box, Array.Empty<byte>())) == 0)
        {
            return;
        }

        var status = entry.LastFailure ?? EnhancedStatus.Unknown;
        if (_undelivered.ReplyOf(entry, status) is { } reply && await context.Deliveries.AnyAsync(d => d.Id == reply.Failure.DeliveryId))
        {
            await WriteUndelivered.ReturnAsync(context, reply, CancellationToken.None);
        }

        if (_undelivered.LostOf(entry, status) is { } lost)
        {
            await WriteUndelivered.LoseAsync(context, evidence, lost, CancellationToken.None);
        }

        await transaction.CommitAsync();
        signal.Wake();
    }
}
