using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Retention;

/// <summary>A message as an operator who holds it sees it: nothing of what it says.</summary>
/// <param name="Id">The message.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="ExpiresAt">When it goes, or null: never.</param>
/// <param name="HeldAt">Since when it is held, or null.</param>
/// <param name="Recipients">In whose mailboxes it lies.</param>
public sealed record HoldableMessage(Guid Id, DateTimeOffset ReceivedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? HeldAt, IReadOnlyList<string> Recipients);

/// <summary>What became of an order about a message.</summary>
public enum HoldOutcome
{
    /// <summary>Done and written down.</summary>
    Done = 1,

    /// <summary>It is so already.</summary>
    Already = 2,

    /// <summary>There is no such message.</summary>
    Unknown = 3,
}

/// <summary>Holds a message by an operator's order, so that nothing and nobody deletes it, and releases it. Who ordered it and why stands sealed in its chain.</summary>
public sealed class HoldMessage(
    IDbContextFactory<PortalContext> contexts, AppendEvidence evidence, VaultPublicKey vault, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>The message, by its own id or by that of one of its deliveries; null where there is none.</summary>
    public async Task<HoldableMessage?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await Of(context, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } message)
        {
            return null;
        }

        var recipients = await context.Deliveries.Where(d => d.MessageId == message.Id)
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (_, m) => m.Address).Order().ToListAsync(cancellationToken);
        return new HoldableMessage(message.Id, message.ReceivedAt, message.ExpiresAt, message.HeldAt, recipients);
    }

    /// <summary>Holds it from now on.</summary>
    public Task<HoldOutcome> HoldAsync(Guid id, OperatorOrder order, CancellationToken cancellationToken) =>
        ChangeAsync(id, order, MessageEventKind.Held, time.GetUtcNow(), cancellationToken);

    /// <summary>Holds it no longer. One whose time is over goes after the tenant's RetentionWarning: its readers are told first.</summary>
    public Task<HoldOutcome> ReleaseAsync(Guid id, OperatorOrder order, CancellationToken cancellationToken) =>
        ChangeAsync(id, order, MessageEventKind.Released, null, cancellationToken);

    private async Task<HoldOutcome> ChangeAsync(Guid id, OperatorOrder order, MessageEventKind kind, DateTimeOffset? held, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await Of(context, id).Select(m => (Guid?)m.Id).SingleOrDefaultAsync(cancellationToken) is not { } messageId)
        {
            return HoldOutcome.Unknown;
        }

        if (await context.Messages.Where(m => m.Id == messageId && (m.HeldAt == null) == (held != null))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.HeldAt, held), cancellationToken) == 0)
        {
            return HoldOutcome.Already;
        }

        if (held is null)
        {
            await GiveTimeAsync(context, messageId, cancellationToken);
        }

        var facts = new Dictionary<string, string> { ["order"] = OrderBox.Seal(vault, order) };
        await evidence.BeginOrAddAsync(context, messageId, new EvidenceEvent(kind) { Facts = facts }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return HoldOutcome.Done;
    }

    // Its readers are told before it goes, as of any other.
    private async Task GiveTimeAsync(PortalContext context, Guid messageId, CancellationToken cancellationToken)
    {
        var soonest = time.GetUtcNow() + tenants[TenantCatalog.Default].RetentionWarning;
        await context.Messages.Where(m => m.Id == messageId && m.ExpiresAt < soonest).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.ExpiresAt, soonest).SetProperty(m => m.ExpiryToldAt, (DateTimeOffset?)null), cancellationToken);
    }

    private static IQueryable<Message> Of(PortalContext context, Guid id) =>
        context.Messages.Where(m => m.Id == id || context.Deliveries.Any(d => d.Id == id && d.MessageId == m.Id));
}
