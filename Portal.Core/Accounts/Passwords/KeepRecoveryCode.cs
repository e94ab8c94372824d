using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passwords;

/// <summary>Locks a reader's mailboxes with a new recovery code, besides whatever else opens them.</summary>
public sealed class KeepRecoveryCode(IDbContextFactory<PortalContext> contexts, LockMailboxes locks)
{
    /// <summary>Whether the account's mailboxes can be opened with a code.</summary>
    public async Task<bool> ExistsAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.KeySlots.AnyAsync(
            s => s.Kind == KeySlotKind.Recovery && context.Mailboxes.Any(m => m.Id == s.MailboxId && m.AccountId == accountId && m.ReplacedAt == null),
            cancellationToken);
    }

    /// <summary>Writes the slots; an earlier code opens none of these mailboxes any more.</summary>
    public async Task KeepAsync(IReadOnlyList<UnlockedMailbox> mailboxes, RecoveryCode code, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await locks.WithCodeAsync(context, mailboxes, code, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
