using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Resets;

/// <summary>
/// Makes an account's password good no more, ends its sessions, and has a reset begin on the way that the tenant chose: what an operator does when
/// somebody else may know the password.
/// </summary>
public sealed class OrderReset(IDbContextFactory<PortalContext> contexts, AskReset ask, VaultPublicKey vault, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Orders it.</summary>
    /// <param name="found">The account.</param>
    /// <param name="order">Who wants it, and why.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<AccountChange> OrderAsync(FoundAccount found, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(order);
        var now = time.GetUtcNow();
        var from = found.StateAt(now);
        if (found.Account is not { } account || AccountStateTable.Next(from, AccountTrigger.OrderReset) is not { } to)
        {
            return new AccountChange.Refused(from);
        }

        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            if (await context.Users.Where(a => a.Id == account.Id && a.State == account.State)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, (string?)null), cancellationToken) == 0)
            {
                return new AccountChange.Unknown();
            }

            await context.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
            await VoidResets.AllAsync(context, account.Id, cancellationToken);
            await context.ResetQuestions.Where(q => q.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
            context.Add(AccountEvents.Ordered(vault, account.Id, found.Mailbox.Id, (from, to, AccountTrigger.OrderReset), order, now));
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var language = account.Language ?? tenants[found.Mailbox.Tenant].Language;
        await ask.AskAsync(
            new ResetRequest { Tenant = found.Mailbox.Tenant, Address = found.Mailbox.Address, Language = language, Ordered = true }, cancellationToken);
        return new AccountChange.Changed(from, to);
    }
}
