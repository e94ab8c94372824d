using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Factors;

/// <summary>
/// Writes a change of second factors together with all that goes with it: the row of the audit, the mails to each of the account's addresses, and the end of
/// what browsers were spared. All of it, or nothing.
/// </summary>
public sealed class WriteFactorChange(
    IDbContextFactory<PortalContext> contexts, ListFactors factors, ReadProfile profiles, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Adds something.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="change">What it is.</param>
    /// <param name="rows">Writes it, and says how many rows that changed: none undoes all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether it was written.</returns>
    internal async Task<bool> AddAsync(
        FactorOwner owner, FactorChange change, Func<PortalContext, Task<int>> rows, CancellationToken cancellationToken) =>
        await WriteAsync(owner, change, rows, _ => Task.FromResult(FactorRemoval.Removed), cancellationToken) == FactorRemoval.Removed;

    /// <summary>Takes away what signs the person in, unless nothing else would.</summary>
    internal Task<FactorRemoval> RemoveWayAsync(
        FactorOwner owner, FactorChange change, Func<PortalContext, Task<int>> rows, CancellationToken cancellationToken) =>
        WriteAsync(owner, change, rows, context => OnlyWayAsync(context, owner, cancellationToken), cancellationToken);

    /// <summary>
    /// Removes something, unless it is the last and the tenant wants one, the password is too short without one, nothing that is left works, or nothing else
    /// would sign the person in. With the last one the backup codes go.
    /// </summary>
    internal Task<FactorRemoval> RemoveAsync(
        FactorOwner owner, FactorChange change, Func<PortalContext, Task<int>> rows, CancellationToken cancellationToken) =>
        WriteAsync(owner, change, rows, context => EndAsync(context, owner, cancellationToken), cancellationToken);

    private async Task<FactorRemoval> EndAsync(PortalContext context, FactorOwner owner, CancellationToken cancellationToken)
    {
        var left = await factors.OfAsync(context, owner.AccountId, cancellationToken);
        if (left.Any)
        {
            return left.Works ? await OnlyWayAsync(context, owner, cancellationToken) : FactorRemoval.NoneWorks;
        }

        if (tenants[owner.Tenant].SecondFactor == SecondFactorPolicy.Required)
        {
            return FactorRemoval.Needed;
        }

        var account = await context.Users.AsNoTracking().SingleAsync(a => a.Id == owner.AccountId, cancellationToken);
        if (account.PasswordHash is not null && profiles.Of(account).ShortPassword)
        {
            return FactorRemoval.PasswordTooShort;
        }

        await context.BackupCodes.Where(c => c.AccountId == owner.AccountId).ExecuteDeleteAsync(cancellationToken);
        return await OnlyWayAsync(context, owner, cancellationToken);
    }

    private async Task<FactorRemoval> OnlyWayAsync(PortalContext context, FactorOwner owner, CancellationToken cancellationToken) =>
        await WaysIn.AnyAsync(context, owner.AccountId, tenants[owner.Tenant], cancellationToken) ? FactorRemoval.Removed : FactorRemoval.OnlyWay;

    private async Task<FactorRemoval> WriteAsync(
        FactorOwner owner, FactorChange change, Func<PortalContext, Task<int>> rows, Func<PortalContext, Task<FactorRemoval>> mayEnd, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await rows(context) == 0)
        {
            return FactorRemoval.Unknown;
        }

        if (await mayEnd(context) is var refusal and not FactorRemoval.Removed)
        {
            return refusal;
        }

        await TellAsync(context, owner, change, cancellationToken);
        if (change != FactorChange.BackupCodeUsed)
        {
            await context.Devices.Where(d => d.AccountId == owner.AccountId && d.TrustedUntil != null)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.TrustedUntil, (DateTimeOffset?)null), cancellationToken);
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Wake();
        return FactorRemoval.Removed;
    }

    /// <summary>Adds the audit's row and the mails of a change that the caller writes, to the caller's transaction: to each address that the account has in it now.</summary>
    internal async Task TellAsync(PortalContext context, FactorOwner owner, FactorChange change, CancellationToken cancellationToken)
    {
        context.Add(new FactorEvent { At = time.GetUtcNow(), AccountId = owner.AccountId, Change = change });
        var language = await context.Users.Where(a => a.Id == owner.AccountId).Select(a => a.Language).SingleOrDefaultAsync(cancellationToken);
        var mailboxes = await context.Mailboxes.Where(m => m.AccountId == owner.AccountId && m.ReplacedAt == null).ToListAsync(cancellationToken);
        context.AddRange(mailboxes.Select(mailbox => outbox.Seal(
            new FactorPayload
            {
                To = mailbox.Address,
                At = time.GetUtcNow(),
                Change = change,
                Browser = owner.Browser,
                Language = language ?? tenants[mailbox.Tenant].Language,
            },
            mailbox.Tenant)));
    }

    /// <summary>After the commit: the mails may leave.</summary>
    internal void Wake() => signal.Wake();
}
