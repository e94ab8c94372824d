using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>What a link for a new password leads to.</summary>
/// <param name="Id">The request.</param>
/// <param name="Account">Whose password it is.</param>
/// <param name="Address">The account's first address.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Closes">Whether the mail of today opens for nobody any more, unless the recovery code is at hand.</param>
/// <param name="Question">The question to be answered, or null.</param>
public sealed record ResetTarget(Guid Id, Account Account, string Address, string Tenant, bool Closes, ResetQuestion? Question);

/// <summary>Looks up a link for a new password. Changes nothing: mail scanners open every link.</summary>
public sealed class FindReset(IDbContextFactory<PortalContext> contexts, Tenants.TenantCatalog tenants, TimeProvider time)
{
    /// <summary>What the token leads to, or null where it is malformed, unknown, used, or too old.</summary>
    public async Task<ResetTarget?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (NoticeToken.HashOf(token) is not { } hash)
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from reset in context.PasswordResets
            where reset.TokenHash == hash && reset.State == ResetState.Ready && reset.ExpiresAt > now
            join account in context.Users on reset.AccountId equals account.Id
            where account.State == AccountState.Registered
            select new { reset.Id, reset.Tenant, account }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var mailboxes = await context.Mailboxes.Where(m => m.AccountId == found.account.Id && m.ReplacedAt == null).OrderBy(m => m.CreatedAt)
            .Select(m => new { m.Address, Vault = context.KeySlots.Any(s => s.MailboxId == m.Id && s.Kind == KeySlotKind.Vault) })
            .ToListAsync(cancellationToken);
        var question = tenants[found.Tenant].PasswordResetQuestion
            ? await context.ResetQuestions.FirstOrDefaultAsync(q => q.AccountId == found.account.Id, cancellationToken)
            : null;
        return new ResetTarget(
            found.Id, found.account, mailboxes.FirstOrDefault()?.Address ?? "", found.Tenant, mailboxes.Exists(m => !m.Vault), question);
    }
}
