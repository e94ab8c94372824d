using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Tracking;

/// <summary>A message in its sender's list.</summary>
/// <param name="Id">The message.</param>
/// <param name="ReceivedAt">When it was stored.</param>
/// <param name="Recipients">The first few of those that still have it.</param>
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

/// <summary>Lists what the owner of an account has sent through the tunnel, by the addresses that he has proved. What the messages say nobody here can read.</summary>
public sealed class ListSent(IDbContextFactory<PortalContext> contexts, ServerPepper pepper)
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
        return await context.Messages.AnyAsync(m => m.SenderHash != null && hashes.Contains(m.SenderHash), cancellationToken);
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
        var messages = await context.Messages.Where(m => m.SenderHash != null && hashes.Contains(m.SenderHash))
            .OrderByDescending(m => m.ReceivedAt).ThenBy(m => m.Id).Skip((Math.Clamp(number, 1, 100_000) - 1) * PageSize).Take(PageSize + 1)
            .Select(m => new { m.Id, m.ReceivedAt }).ToListAsync(cancellationToken);
        var ids = messages.Take(PageSize).Select(m => m.Id).ToList();
        var deliveries = await context.Deliveries.Where(d => ids.Contains(d.MessageId))
            .Join(context.Mailboxes, d => d.MailboxId, m => m.Id, (d, m) => new { Delivery = d, m.Address }).ToListAsync(cancellationToken);
        var recipients = deliveries.OrderBy(d => d.Address, StringComparer.Ordinal)
            .ToLookup(d => d.Delivery.MessageId, d => new SentRowRecipient(d.Address, SentStates.Of(d.Delivery)));
        return new SentPage(
            [.. messages.Take(PageSize).Select(m => new SentRow(
                m.Id, m.ReceivedAt, [.. recipients[m.Id].Take(Named)], Math.Max(0, recipients[m.Id].Count() - Named)))],
            messages.Count > PageSize);
    }

    private async Task<List<byte[]>> HashesAsync(Guid accountId, string tenant, CancellationToken cancellationToken) =>
        [.. (await AddressesAsync(accountId, cancellationToken)).Select(address => SenderHash.Of(pepper, tenant, address))];
}
