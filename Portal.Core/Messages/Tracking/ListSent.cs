using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages.Tracking;

/// <summary>A message in its sender's list.</summary>
/// <param name="Id">The message.</param>
/// <param name="ReceivedAt">When it was stored.</param>
/// <param name="Recipients">The first few of those to whom it went, whether they still have it or not.</param>
/// <param name="More">How many more there are.</param>
public sealed record SentRow(Guid Id, DateTimeOffset ReceivedAt, IReadOnlyList<SentRowRecipient> Recipients, int More);

/// <summary>A recipient in that list.</summary>
/// <param name="Address">The address.</param>
/// <param name="State">Where the message stands with him.</param>
public sealed record SentRowRecipient(string Address, SentState State)
{
    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SentRowRecipient);
}

/// <summary>A page of that list, the newest first.</summary>
/// <param name="Rows">The messages.</param>
/// <param name="More">Whether there are older ones.</param>
public sealed record SentPage(IReadOnlyList<SentRow> Rows, bool More);

/// <summary>
/// Lists what the owner of an account has sent through the tunnel, by the addresses that he has proved: also what is gone by now, for the chains of evidence
/// outlive the messages. A chain is looked at whole when one of them is opened (<see cref="ReadSent"/>). What the messages say nobody here can read.
/// </summary>
public sealed class ListSent(IDbContextFactory<PortalContext> contexts, ReadEvidence evidence, ServerPepper pepper)
{
    /// <summary>Messages a page.</summary>
    public const int PageSize = 25;

    /// <summary>So many recipients are named for each.</summary>
    public const int Named = 5;

    /// <summary>The addresses of an account, all of them proved.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Mailboxes.Where(m => m.AccountId == accountId && m.ReplacedAt == null).Select(m => m.Address).ToListAsync(cancellationToken);
    }

    /// <summary>Whether there is anything to list.</summary>
    public async Task<bool> AnyAsync(Guid accountId, string tenant, CancellationToken cancellationToken)
    {
        var hashes = await HashesAsync(accountId, tenant, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.MessageEvents.AnyAsync(e => e.SenderHash != null && hashes.Contains(e.SenderHash), cancellationToken);
    }

    /// <summary>One page.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="number">From 1 on.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<SentPage> PageAsync(Guid accountId, string tenant, int number, CancellationToken cancellationToken)
    {
        var hashes = await HashesAsync(accountId, tenant, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var messages = await context.MessageEvents.Where(e => e.SenderHash != null && hashes.Contains(e.SenderHash))
            .OrderByDescending(e => e.At).ThenBy(e => e.MessageId).Skip((Math.Clamp(number, 1, 100_000) - 1) * PageSize).Take(PageSize + 1)
            .Select(e => new { e.MessageId, e.At }).ToListAsync(cancellationToken);
        var ids = messages.Take(PageSize).Select(m => m.MessageId).ToList();
        var received = (await context.MessageEvents.Where(e => ids.Contains(e.MessageId) && e.Kind == MessageEventKind.Received && e.DeliveryId != null)
            .OrderBy(e => e.Sequence).Select(e => new { e.MessageId, Delivery = e.DeliveryId!.Value }).ToListAsync(cancellationToken))
            .ToLookup(e => e.MessageId, e => e.Delivery);
        var recipients = await RecipientsAsync(context, ids, [.. received.SelectMany(some => some.Take(Named))], cancellationToken);
        return new SentPage(
            [.. messages.Take(PageSize).Select(m => new SentRow(
                m.MessageId, m.At, [.. received[m.MessageId].Take(Named).Select(id => recipients[id])], Math.Max(0, received[m.MessageId].Count() - Named)))],
            messages.Count > PageSize);
    }

    private async Task<Dictionary<Guid, SentRowRecipient>> RecipientsAsync(
        PortalContext context, List<Guid> messages, List<Guid> deliveries, CancellationToken cancellationToken)
    {
        var there = (await context.Deliveries.Where(d => deliveries.Contains(d.Id))
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { d.Id, d.LockedAt, d.Lock, m.Address }).ToListAsync(cancellationToken))
            .ToDictionary(d => d.Id);
        var gone = await evidence.RecipientsAsync(messages, [.. deliveries.Where(id => !there.ContainsKey(id))], cancellationToken);
        var kinds = (await context.MessageEvents
            .Where(e => messages.Contains(e.MessageId) && e.DeliveryId != null && deliveries.Contains(e.DeliveryId.Value))
            .OrderBy(e => e.Sequence).Select(e => new { Delivery = e.DeliveryId!.Value, e.Kind }).ToListAsync(cancellationToken))
            .ToLookup(e => e.Delivery, e => e.Kind);
        return deliveries.ToDictionary(id => id, id => there.TryGetValue(id, out var row)
            ? new SentRowRecipient(row.Address, SentStates.Of([.. kinds[id]], there: true, row.LockedAt is null ? DeliveryLock.None : row.Lock))
            : new SentRowRecipient(gone.GetValueOrDefault(id, ""), SentStates.Of([.. kinds[id]], there: false, DeliveryLock.None)));
    }

    private async Task<List<byte[]>> HashesAsync(Guid accountId, string tenant, CancellationToken cancellationToken) =>
        [.. (await AddressesAsync(accountId, cancellationToken)).Select(address => SenderHash.Of(pepper, tenant, address))];
}
