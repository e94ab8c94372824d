using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>
/// Deletes a person's account, or the mailbox of one who never registered, with all that lies in it. The keys go with the rows, in one
/// transaction: what a backup still has of the sealed bytes opens for nobody any more. The next mail invites the person anew; one of those that were deleted does not.
/// </summary>
public sealed class DeleteAccount(
    IDbContextFactory<PortalContext> contexts, BlobFolder blobs, RememberDeleted remember, VaultPublicKey vault, TimeProvider time)
{
    /// <summary>Deletes for good.</summary>
    /// <param name="found">What was found under the address.</param>
    /// <param name="order">Who wants it, and why.</param>
    /// <param name="cancellationToken">Ends the work before the commit; after it the blobs are deleted in any case.</param>
    public async Task<AccountChange> DeleteAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(order);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        // Read anew: somebody may have registered since it was found.
        if (await FindAccount.Of(context, context.Mailboxes.Where(m => m.Id == found.Mailbox.Id)).SingleOrDefaultAsync(cancellationToken) is not { } present)
        {
            return new AccountChange.Unknown();
        }

        var from = present.StateAt(now);
        if (AccountStateTable.Next(from, AccountTrigger.Delete) is not { } to)
        {
            return new AccountChange.Refused(from);
        }

        var messages = await DeleteRowsAsync(context, present, cancellationToken);
        context.Add(EventOf(present, from, to, order, now));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // A crash before this leaves bytes without keys, which the sweep takes.
        messages.ForEach(blobs.Delete);
        return new AccountChange.Changed(from, to);
    }

    private async Task<List<Guid>> DeleteRowsAsync(PortalContext context, FoundAccount present, CancellationToken cancellationToken)
    {
        var (mailboxId, accountId) = (present.Mailbox.Id, present.Account?.Id);
        var mailboxes = context.Mailboxes.Where(m => m.Id == mailboxId || (accountId != null && m.AccountId == accountId));
        var messages = await context.Deliveries.Where(d => mailboxes.Any(m => m.Id == d.MailboxId))
            .Where(d => !context.Deliveries.Any(other => other.MessageId == d.MessageId && !mailboxes.Any(m => m.Id == other.MailboxId)))
            .Select(d => d.MessageId).Distinct().ToListAsync(cancellationToken);

        await remember.RunAsync(context, mailboxes, cancellationToken);

        // Key slots, deliveries, links and invitations go with the mailbox, sessions and devices with the account.
        await mailboxes.ExecuteDeleteAsync(cancellationToken);
        await context.Users.Where(a => a.Id == accountId).ExecuteDeleteAsync(cancellationToken);
        await context.Messages.Where(m => messages.Contains(m.Id)).ExecuteDeleteAsync(cancellationToken);
        return messages;
    }

    private AccountEvent EventOf(FoundAccount present, AccountState from, AccountState to, OperatorOrder order, DateTimeOffset now) =>
        AccountEvents.Ordered(vault, present.Account?.Id, present.Mailbox.Id, (from, to, AccountTrigger.Delete), order, now);
}
