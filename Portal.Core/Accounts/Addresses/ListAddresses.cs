using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Addresses;

/// <summary>Lists the addresses of an account, and those that wait for their code.</summary>
public sealed class ListAddresses(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>The account's own, each once, the oldest first. What lies in a mailbox that another took the place of counts with its address.</summary>
    public async Task<IReadOnlyList<OwnAddress>> OwnAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mailboxes = await context.Mailboxes.AsNoTracking().Where(m => m.AccountId == accountId)
            .Select(m => new { m.Id, m.Address, m.CreatedAt, m.ReplacedAt, Messages = context.Deliveries.Count(d => d.MailboxId == m.Id) })
            .ToListAsync(cancellationToken);
        return [.. mailboxes.GroupBy(m => m.Address, StringComparer.Ordinal)
            .Where(same => same.Any(m => m.ReplacedAt is null))
            .Select(same => new OwnAddress(
                same.Single(m => m.ReplacedAt is null).Id, same.Key, same.Sum(m => m.Messages), same.Min(m => m.CreatedAt)))
            .OrderBy(own => own.Since).ThenBy(own => own.Address, StringComparer.Ordinal)];
    }

    /// <summary>Those that wait, the oldest first.</summary>
    public async Task<IReadOnlyList<WaitingAddress>> WaitingAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.AddressProofs.AsNoTracking().Where(p => p.AccountId == accountId && p.ExpiresAt > now).OrderBy(p => p.CreatedAt)
            .Select(p => new WaitingAddress(p.Id, p.Address, p.TriesLeft, p.ExpiresAt)).ToListAsync(cancellationToken);
    }
}

/// <summary>An address of the account's.</summary>
/// <param name="MailboxId">The mailbox that takes its mail.</param>
/// <param name="Address">The address.</param>
/// <param name="Messages">How many messages lie there, those in replaced mailboxes too.</param>
/// <param name="Since">When its first mailbox was made.</param>
public sealed record OwnAddress(Guid MailboxId, string Address, int Messages, DateTimeOffset Since);

/// <summary>An address that waits for its code.</summary>
/// <param name="ProofId">What the code is for.</param>
/// <param name="Address">The address.</param>
/// <param name="TriesLeft">How many tries are left.</param>
/// <param name="Until">When it ends.</param>
public sealed record WaitingAddress(Guid ProofId, string Address, int TriesLeft, DateTimeOffset Until);
