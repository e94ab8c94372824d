using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passwords;

/// <summary>How many of an account's mailboxes that take mail a recovery code opens.</summary>
public enum RecoveryCoverage
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Some: an address was added after the code was made, or a mailbox was replaced.</summary>
    Some = 1,

    /// <summary>All.</summary>
    All = 2,
}

/// <summary>Locks a reader's mailboxes with a new recovery code, besides whatever else opens them.</summary>
public sealed class KeepRecoveryCode(IDbContextFactory<PortalContext> contexts, LockMailboxes locks)
{
    /// <summary>How much of the account's mail can be opened with its code. Replaced mailboxes do not count: their code is of another time.</summary>
    public async Task<RecoveryCoverage> CoverageAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var covered = await context.Mailboxes.Where(m => m.AccountId == accountId && m.ReplacedAt == null)
            .Select(m => context.KeySlots.Any(s => s.MailboxId == m.Id && s.Kind == KeySlotKind.Recovery)).ToListAsync(cancellationToken);
        return !covered.Contains(true) ? RecoveryCoverage.None : covered.Contains(false) ? RecoveryCoverage.Some : RecoveryCoverage.All;
    }

    /// <summary>Whether the account has mail that would stay behind with an earlier code, or with none: it must be opened first.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="open">The ids of the mailboxes that are open.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<bool> LeavesAsync(Guid accountId, IReadOnlyList<Guid> open, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await LeavesAsync(context, accountId, open, cancellationToken);
    }

    /// <summary>Writes the slots; an earlier code opens none of these mailboxes any more. One that left the account meanwhile gets none.</summary>
    /// <returns>False where <see cref="LeavesAsync(Guid, IReadOnlyList{Guid}, CancellationToken)"/> holds; then nothing was written.</returns>
    public async Task<bool> KeepAsync(
        Guid accountId, IReadOnlyList<UnlockedMailbox> mailboxes, RecoveryCode code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mailboxes);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await LeavesAsync(context, accountId, [.. mailboxes.Select(m => m.Id)], cancellationToken))
        {
            return false;
        }

        await locks.WithCodeAsync(context, await LockMailboxes.StillOfAsync(context, accountId, mailboxes, cancellationToken), code, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // Two codes for one account would be more than anybody keeps apart.
    private static Task<bool> LeavesAsync(PortalContext context, Guid accountId, IReadOnlyList<Guid> open, CancellationToken cancellationToken) =>
        context.Mailboxes.AnyAsync(
            m => m.AccountId == accountId && m.ReplacedAt == null && !open.Contains(m.Id)
                && (!context.KeySlots.Any(s => s.MailboxId == m.Id && s.Kind == KeySlotKind.Vault)
                    || context.KeySlots.Any(s => s.MailboxId == m.Id && s.Kind == KeySlotKind.Recovery)),
            cancellationToken);
}
