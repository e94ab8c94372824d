using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Addresses;

/// <summary>Lists the addresses of an account, and those that wait for their code.</summary>
public sealed class ListAddresses(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>The account's own, the oldest first.</summary>
    public async Task<IReadOnlyList<OwnAddress>> OwnAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Mailboxes.AsNoTracking().Where(m => m.AccountId == accountId).OrderBy(m => m.CreatedAt).ThenBy(m => m.Address)
            .Select(m => new OwnAddress(m.Id, m.Address, context.Deliveries.Count(d => d.MailboxId == m.Id), m.CreatedAt))
            .ToListAsync(cancellationToken);
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
/// <param name="MailboxId">Its mailbox.</param>
/// <param name="Address">The address.</param>
/// <param name="Messages">How many messages lie in it.</param>
/// <param name="Since">When the mailbox was made.</param>
public sealed record OwnAddress(Guid MailboxId, string Address, int Messages, DateTimeOffset Since);

/// <summary>An address that waits for its code.</summary>
/// <param name="ProofId">What the code is for.</param>
/// <param name="Address">The address.</param>
/// <param name="TriesLeft">How many tries are left.</param>
/// <param name="Until">When it ends.</param>
public sealed record WaitingAddress(Guid ProofId, string Address, int TriesLeft, DateTimeOffset Until);
