using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
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
        return await Of(context, context.Mailboxes.Where(m => m.Tenant == tenant && m.Address == address && m.ReplacedAt == null)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>All mailboxes with their accounts, by address.</summary>
    public async IAsyncEnumerable<FoundAccount> AllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await foreach (var found in Of(context, context.Mailboxes.Where(m => m.ReplacedAt == null).OrderBy(m => m.Address)).AsAsyncEnumerable().WithCancellation(cancellationToken))
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

    internal static IQueryable<FoundAccount> Of(PortalContext context, IQueryable<Mailbox> mailboxes) =>
        from mailbox in mailboxes
        join account in context.Users on mailbox.AccountId equals account.Id into accounts
        from account in accounts.DefaultIfEmpty()
        join password in context.InitialPasswords.Where(p => p.EndedAt != null) on mailbox.Id equals password.MailboxId into ended
        from password in ended.DefaultIfEmpty()
        select new FoundAccount(mailbox, account, password != null);
}

/// <summary>A mailbox and, where somebody has registered, its account.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Account">The account, or null.</param>
/// <param name="InvitationEnded">Whether nobody took up the invitation in time.</param>
public sealed record FoundAccount(Mailbox Mailbox, Account? Account, bool InvitationEnded)
{
    /// <summary>Where the person stands at a moment.</summary>
    public AccountState StateAt(DateTimeOffset now) =>
        Account is not null ? AccountStateTable.Of(Account, now) : InvitationEnded ? AccountState.Expired : AccountState.Invited;
}
