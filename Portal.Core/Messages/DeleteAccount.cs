using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages;

/// <summary>
/// Deletes a person's account, or the mailbox of one who never registered, with all that lies in it. The keys go with the rows, in one
/// transaction: what a backup still has of the sealed bytes opens for nobody any more. The next mail invites the person anew; one of those that were deleted does not.
/// </summary>
public sealed class DeleteAccount(
    IDbContextFactory<PortalContext> contexts, BlobFolder blobs, RememberDeleted remember, VaultPublicKey vault, OutboxSealer outbox, TenantCatalog tenants,
    AppendEvidence evidence, TimeProvider time)
{
    /// <summary>Deletes for good.</summary>
    /// <param name="found">What was found under the address.</param>
    /// <param name="order">Who wants it, and why.</param>
    /// <param name="cancellationToken">Ends the work before the commit; after it the blobs are deleted in any case.</param>
    public Task<AccountChange> DeleteAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(order);
        return DeleteAsync(
            context => context.Mailboxes.Where(m => m.Id == found.Mailbox.Id),
            (gone, way, now) => [AccountEvents.Ordered(
                vault, gone.Present.Account?.Id, gone.Present.Mailbox.Id, (way.From, way.To, AccountTrigger.Delete), order, now)],
            cancellationToken);
    }

    /// <summary>Deletes for good, at the person's own wish; a mail to each address says so. An account that an operator locked stays.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="cancellationToken">Ends the work before the commit; after it the blobs are deleted in any case.</param>
    public Task<AccountChange> DeleteOwnAsync(Guid accountId, CancellationToken cancellationToken) => DeleteAsync(
        context => context.Mailboxes.Where(m => m.AccountId == accountId
            && context.Users.Any(a => a.Id == accountId && a.State == AccountState.Registered)).OrderBy(m => m.ReplacedAt != null).ThenBy(m => m.CreatedAt).Take(1),
        (gone, way, now) =>
        [
            AccountEvents.DeletedByPerson(accountId, gone.Present.Mailbox.Id, way.From, now),
            .. gone.Mailboxes.DistinctBy(mailbox => mailbox.Address).Select(mailbox => outbox.Seal(
                new AccountDeletedPayload
                {
                    To = mailbox.Address,
                    At = now,
                    Language = gone.Present.Account!.Language ?? tenants[mailbox.Tenant].Language,
                },
                mailbox.Tenant)),
        ],
        cancellationToken);

    private async Task<AccountChange> DeleteAsync(
        Func<PortalContext, IQueryable<Mailbox>> which,
        Func<Gone, (AccountState From, AccountState To), DateTimeOffset, IEnumerable<object>> rows,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Read anew: somebody may have registered since it was found.
        if (await FindAccount.Of(context, which(context)).SingleOrDefaultAsync(cancellationToken) is not { } present)
        {
            return new AccountChange.Unknown();
        }

        var from = present.StateAt(now);
        if (AccountStateTable.Next(from, AccountTrigger.Delete) is not { } to)
        {
            return new AccountChange.Refused(from);
        }

        // Those that others took the place of, too: their slots still open with a former password or a recovery code.
        var (mailboxId, accountId) = (present.Mailbox.Id, present.Account?.Id);
        var mailboxes = context.Mailboxes.Where(m => m.Id == mailboxId || (accountId != null && m.AccountId == accountId));
        if (await DeleteMailboxes.HoldAsync(context, mailboxes, cancellationToken))
        {
            return new AccountChange.HoldsMail();
        }

        var gone = new Gone(present, await mailboxes.AsNoTracking().ToListAsync(cancellationToken));
        var messages = await DeleteMailboxes.RunAsync(context, remember, evidence, mailboxes, "account", cancellationToken);

        // Sessions, devices and sign-ins go with the account.
        await context.Users.Where(a => a.Id == accountId).ExecuteDeleteAsync(cancellationToken);
        context.ChangeTracker.Clear();
        context.AddRange(rows(gone, (from, to), now));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // A crash before this leaves bytes without keys, which the sweep takes.
        messages.ForEach(blobs.Delete);
        return new AccountChange.Changed(from, to);
    }

    private sealed record Gone(FoundAccount Present, IReadOnlyList<Mailbox> Mailboxes);
}
