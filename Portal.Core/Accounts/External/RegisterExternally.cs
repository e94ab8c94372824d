using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.External;

/// <summary>Makes an account without a password for a mailbox that nobody reads yet and whose address is the identity's beyond doubt.</summary>
public sealed class RegisterExternally(
    IDbContextFactory<PortalContext> contexts, ExternalLogins logins, ProfileBox profiles, AppendEvidence evidence, TimeProvider time)
{
    /// <summary>Of many at once for one mailbox or one identity, one succeeds at most. The initial password counts as used.</summary>
    /// <returns>The account; null where somebody else was faster, or the invitation has ended.</returns>
    public async Task<Account?> RegisterAsync(Guid mailboxId, ExternalIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        var account = NewAccount.Of(identity.Name, identity.Language, profiles, time.GetUtcNow());
        DateTimeOffset? now = account.RegisteredAt;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.InitialPasswords.AnyAsync(p => p.MailboxId == mailboxId && p.EndedAt != null, cancellationToken))
        {
            return null;
        }

        context.Add(account);
        context.Add(logins.Row(identity, account.Id));
        context.Add(AccountEvents.Joined(account.Id, mailboxId, account.RegisteredAt));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            return null;
        }

        await context.InitialPasswords.Where(p => p.MailboxId == mailboxId && p.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.UsedAt, now), cancellationToken);
        if (await context.Mailboxes.Where(m => m.Id == mailboxId && m.AccountId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, account.Id), cancellationToken) != 1)
        {
            return null;
        }

        await WriteRegistered.RunAsync(context, evidence, mailboxId, "provider", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account;
    }
}
