using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.States;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Resets;

/// <summary>A request that waits for an operator.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Whose address it is and where to call; null where the row is damaged and says so no more.</param>
/// <param name="AskedAt">When somebody asked.</param>
/// <param name="ApprovedBy">The operator who has approved already, or null.</param>
public sealed record WaitingReset(Guid Id, ResetContent? Content, DateTimeOffset AskedAt, string? ApprovedBy)
{
    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(WaitingReset);
}

/// <summary>What became of an operator's approval.</summary>
public abstract record Approval
{
    private Approval()
    {
    }

    /// <summary>The code to read out, good for an hour and once.</summary>
    /// <param name="Code">28 characters in groups of four.</param>
    /// <param name="Until">When it ends.</param>
    public sealed record Approved(string Code, DateTimeOffset Until) : Approval
    {
        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Approved);
    }

    /// <summary>Another operator must approve, too.</summary>
    public sealed record NeedsAnother : Approval;

    /// <summary>No request of that id waits.</summary>
    public sealed record Unknown : Approval;
}

/// <summary>What operators do with requests for new passwords: they call back, make sure who it is, and read out a code, or refuse.</summary>
public sealed class HelpDesk(IDbContextFactory<PortalContext> contexts, VaultKey vault, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Those that wait, the oldest first.</summary>
    public async Task<IReadOnlyList<WaitingReset>> WaitingAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.PasswordResets.Where(r => r.State == ResetState.Waiting && r.ExpiresAt > now)
            .OrderBy(r => r.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new WaitingReset(r.Id, Open(r), r.CreatedAt, r.ApprovedBy))];
    }

    /// <summary>Approves. Where the tenant wants four eyes, the second operator's approval gives the code; the same one's twice does not.</summary>
    public async Task<Approval> ApproveAsync(Guid id, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(context, id, cancellationToken) is not { } found)
        {
            return new Approval.Unknown();
        }

        var (waiting, account) = found;
        var approval = tenants[waiting.Tenant].PasswordResetFourEyes && (waiting.ApprovedBy is null || waiting.ApprovedBy == order.By)
            ? new Approval.NeedsAnother()
            : await CodeAsync(context, waiting, account, cancellationToken);
        if (waiting.ApprovedBy is null)
        {
            await context.PasswordResets.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.ApprovedBy, order.By), cancellationToken);
        }

        await WriteAsync(context, account, AccountTrigger.ApproveReset, order, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return approval;
    }

    /// <summary>Refuses; the person hears nothing of it but from the operator.</summary>
    /// <returns>False where no request of that id waits.</returns>
    public async Task<bool> RefuseAsync(Guid id, OperatorOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(context, id, cancellationToken) is not { } found)
        {
            return false;
        }

        byte[] nothing = [];
        await context.PasswordResets.Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResetState.Ended).SetProperty(r => r.Box, nothing), cancellationToken);
        await WriteAsync(context, found.Account, AccountTrigger.RefuseReset, order, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // One damaged row hides no other.
    private ResetContent? Open(PasswordReset row)
    {
        try
        {
            return ResetBox.Open(vault, row.Box, row.Id);
        }
        catch (SealingException)
        {
            return null;
        }
    }

    private async Task<(PasswordReset Reset, Account Account)?> FindAsync(PortalContext context, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await (
            from reset in context.PasswordResets
            where reset.Id == id && reset.State == ResetState.Waiting && reset.ExpiresAt > now
            join account in context.Users on reset.AccountId equals account.Id
            where account.State == AccountState.Registered
            select new { reset, account }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.reset, found.account);
    }

    // 128 random bits in the form that people read out: the same token as in a link.
    private async Task<Approval> CodeAsync(PortalContext context, PasswordReset waiting, Account account, CancellationToken cancellationToken)
    {
        await VoidResets.AllAsync(context, account.Id, cancellationToken);

        // The operator has made sure who it is: a forgotten answer must not shut anybody out for ever.
        await context.ResetQuestions.Where(q => q.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        using var code = RecoveryCode.Create();
        var (hash, until) = (SHA256.HashData(code.Bytes), time.GetUtcNow() + AskReset.Lifetime);
        await context.PasswordResets.Where(r => r.Id == waiting.Id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.State, ResetState.Ready).SetProperty(r => r.TokenHash, hash).SetProperty(r => r.ExpiresAt, until),
            cancellationToken);
        return new Approval.Approved(code.ToText(), until);
    }

    private async Task WriteAsync(
        PortalContext context, Account account, AccountTrigger trigger, OperatorOrder order, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mailbox = await context.Mailboxes.Where(m => m.AccountId == account.Id && m.ReplacedAt == null).OrderBy(m => m.CreatedAt)
            .Select(m => m.Id).FirstAsync(cancellationToken);
        var from = AccountStateTable.Of(account, now);
        context.Add(AccountEvents.Ordered(vault.Public, account.Id, mailbox, (from, AccountEvents.To(from, trigger), trigger), order, now));
        await context.SaveChangesAsync(cancellationToken);
    }
}
