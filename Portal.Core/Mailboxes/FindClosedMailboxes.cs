using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Mailboxes;

/// <summary>A mailbox of the reader's own that the session cannot open.</summary>
/// <param name="Id">The mailbox.</param>
/// <param name="Address">Its address.</param>
/// <param name="Messages">How many messages lie in it.</param>
/// <param name="Replaced">Whether another has taken its place: the present password does not open it.</param>
public sealed record ClosedMailbox(Guid Id, string Address, int Messages, bool Replaced);

/// <summary>Finds what a reader cannot read at present.</summary>
public sealed class FindClosedMailboxes(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>The account's mailboxes that hold mail, or take it, and are not open.</summary>
    /// <param name="accountId">The reader.</param>
    /// <param name="open">The ids of those that are.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<ClosedMailbox>> OfAsync(Guid accountId, IReadOnlyList<Guid> open, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var closed = await context.Mailboxes.Where(m => m.AccountId == accountId && !open.Contains(m.Id))
            .Select(m => new { m.Id, m.Address, Messages = context.Deliveries.Count(d => d.MailboxId == m.Id), Replaced = m.ReplacedAt != null })
            .ToListAsync(cancellationToken);
        return [.. closed.Where(m => m.Messages > 0 || !m.Replaced).Select(m => new ClosedMailbox(m.Id, m.Address, m.Messages, m.Replaced))];
    }

    /// <summary>
    /// Whether a mailbox that takes mail is not open and has no vault slot: another password would open it no more, and the present one, which may, would be
    /// forgotten. A replaced one is left out: the present password does not open it anyway.
    /// </summary>
    public async Task<bool> NeedPasswordAsync(Guid accountId, IReadOnlyList<Guid> open, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await NeedPasswordAsync(context, accountId, open, cancellationToken);
    }

    /// <summary>The same in the caller's transaction.</summary>
    internal static Task<bool> NeedPasswordAsync(
        PortalContext context, Guid accountId, IReadOnlyList<Guid> open, CancellationToken cancellationToken) => context.Mailboxes.AnyAsync(
        m => m.AccountId == accountId && m.ReplacedAt == null && !open.Contains(m.Id)
            && !context.KeySlots.Any(s => s.MailboxId == m.Id && s.Kind == KeySlotKind.Vault),
        cancellationToken);

    /// <summary>Whether a message lies in one of them.</summary>
    public async Task<bool> HoldAsync(Guid accountId, IReadOnlyList<Guid> open, Guid deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Deliveries.AnyAsync(
            d => d.Id == deliveryId && !open.Contains(d.MailboxId) && context.Mailboxes.Any(m => m.Id == d.MailboxId && m.AccountId == accountId),
            cancellationToken);
    }
}
