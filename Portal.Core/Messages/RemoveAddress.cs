using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;

namespace Portal.Core.Messages;

/// <summary>What became of a wish to remove an address.</summary>
public enum RemoveAddressOutcome
{
    /// <summary>It is gone, with its mailbox.</summary>
    Removed = 1,

    /// <summary>Messages lie in its mailbox, and nobody said that they may go.</summary>
    HoldsMail = 2,

    /// <summary>It is the account's last.</summary>
    Last = 3,

    /// <summary>The account has no such address.</summary>
    Unknown = 4,

    /// <summary>A message lies there that an operator holds.</summary>
    Held = 5,
}

/// <summary>
/// Takes an address from an account: its mailbox goes for good, with those that it took the place of, and the next mail to it invites anew.
/// All the account's addresses are told by mail, the one that leaves too.
/// </summary>
public sealed class RemoveAddress(
    IDbContextFactory<PortalContext> contexts, BlobFolder blobs, RememberDeleted remember, WriteFactorChange changes, AppendEvidence evidence, TimeProvider time)
{
    /// <summary>Removes it, unless it is the last or holds messages.</summary>
    /// <param name="owner">Whose it must be, and whose browser the mails name.</param>
    /// <param name="mailboxId">The mailbox that takes the address's mail.</param>
    /// <param name="withMail">Whether messages that lie there may go too.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<RemoveAddressOutcome> RemoveAsync(FactorOwner owner, Guid mailboxId, bool withMail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var accountId = owner.AccountId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // The first write: from here on nobody else removes an address of this account or brings a message in.
        await context.Users.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.State, a => a.State), cancellationToken);
        var own = await context.Mailboxes.AsNoTracking().Where(m => m.AccountId == accountId && m.ReplacedAt == null).ToListAsync(cancellationToken);
        if (own.Find(m => m.Id == mailboxId) is not { } leaving)
        {
            return RemoveAddressOutcome.Unknown;
        }

        if (own.Count == 1)
        {
            return RemoveAddressOutcome.Last;
        }

        var mailboxes = context.Mailboxes.Where(m => m.AccountId == accountId && m.Tenant == leaving.Tenant && m.Address == leaving.Address);
        if (!withMail && await context.Deliveries.AnyAsync(d => mailboxes.Any(m => m.Id == d.MailboxId), cancellationToken))
        {
            return RemoveAddressOutcome.HoldsMail;
        }

        if (await DeleteMailboxes.HoldAsync(context, mailboxes, cancellationToken))
        {
            return RemoveAddressOutcome.Held;
        }

        await changes.TellAsync(context, owner, FactorChange.AddressRemoved, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        var messages = await DeleteMailboxes.RunAsync(context, remember, evidence, mailboxes, "address", cancellationToken);
        context.Add(AccountEvents.DeletedByPerson(null, mailboxId, AccountState.Registered, time.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Wake();

        // A crash before this leaves bytes without keys, which the sweep takes.
        messages.ForEach(blobs.Delete);
        return RemoveAddressOutcome.Removed;
    }
}
