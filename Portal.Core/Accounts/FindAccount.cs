using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Finds accounts for the operator.</summary>
public sealed class FindAccount(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>The mailbox of an address with its account, or null where no mail ever came for it.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<FoundAccount?> ByAddressAsync(string tenant, string address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Of(context, context.Mailboxes.Where(m => m.Tenant == tenant && m.Address == address)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>All mailboxes with their accounts, by address.</summary>
    public async IAsyncEnumerable<FoundAccount> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var found in Of(context, context.Mailboxes.OrderBy(m => m.Address)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return found;
        }
    }

    /// <summary>What happened to an account or to a mailbox that has none, in its order.</summary>
    public async Task<IReadOnlyList<AccountEvent>> EventsAsync(FoundAccount found, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        var (mailboxId, accountId) = (found.Mailbox.Id, found.Account?.Id);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.AccountEvents
            .Where(e => e.MailboxId == mailboxId || (accountId != null && e.AccountId == accountId))
            .OrderBy(e => e.Id).ToListAsync(cancellationToken);
    }

    private static IQueryable<FoundAccount> Of(PortalContext context, IQueryable<Mailbox> mailboxes) =>
        from mailbox in mailboxes
        join account in context.Users on mailbox.AccountId equals account.Id into accounts
        from account in accounts.DefaultIfEmpty()
        select new FoundAccount(mailbox, account);
}

/// <summary>A mailbox and, where somebody has registered, its account.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Account">The account, or null.</param>
public sealed record FoundAccount(Mailbox Mailbox, Account? Account);
