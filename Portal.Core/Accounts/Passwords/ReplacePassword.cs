using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.States;
using Portal.Core.Mailboxes;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Passwords;

/// <summary>
/// What a changed and a forgotten password have in common: the rules, the former ones, and all that ends with the old one. Everything is written in the
/// caller's one transaction.
/// </summary>
public sealed class ReplacePassword(
    IDbContextFactory<PortalContext> contexts, PasswordPolicy policy, IAccountHasher hasher, PasswordGate gate, WritePassword write,
    ReadProfile profiles, ProfileBox boxes, ListFactors factors, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>What is wrong with the password, or null.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    internal async Task<PasswordWeakness?> CheckAsync(Account account, string tenant, string password, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var addresses = await context.Mailboxes.Where(m => m.AccountId == account.Id && m.ReplacedAt == null).OrderBy(m => m.CreatedAt)
            .Select(m => m.Address).ToListAsync(cancellationToken);
        var former = await context.FormerPasswords.Where(p => p.AccountId == account.Id).OrderByDescending(p => p.Id)
            .Select(p => p.Hash).ToListAsync(cancellationToken);
        var hashes = account.PasswordHash is { } present ? former.Prepend(present) : former;
        var owner = new PasswordOwner
        {
            Tenant = tenant,
            Address = addresses.FirstOrDefault() ?? "",
            OtherAddresses = [.. addresses.Skip(1)],
            Name = profiles.Of(account).Name,
            HasSecondFactor = (await factors.OfAsync(context, account.Id, cancellationToken)).Any,
            Former = [.. hashes.Select(hash => (Func<string, bool>)(typed => IsSame(account, hash, typed)))],
        };
        return await policy.CheckAsync(password, owner, cancellationToken);
    }

    /// <summary>Hashes it.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    internal Task<NewPassword> HashAsync(Account account, string tenant, string password, CancellationToken cancellationToken) => gate.RunAsync(
        () => new NewPassword(hasher.HashPassword(account, password, out var secret), secret) { IsShort = policy.IsShortAlone(password, tenant) },
        cancellationToken);

    /// <summary>Writes hash, slots, history and audit, ends all sessions, links and codes, and tells all addresses by mail.</summary>
    /// <returns>What came of it; unless it was written, nothing must be committed.</returns>
    internal async Task<WrittenPassword> WriteAsync(
        PortalContext context, Account account, NewPassword password, IReadOnlyList<UnlockedMailbox> mailboxes, AccountTrigger trigger,
        CancellationToken cancellationToken)
    {
        if (!await write.WriteAsync(context, account, password, mailboxes, cancellationToken))
        {
            return WrittenPassword.Concurrent;
        }

        if (!await KeepLengthAsync(context, account.Id, password.IsShort, cancellationToken))
        {
            return WrittenPassword.TooShort;
        }

        if (await FindClosedMailboxes.NeedPasswordAsync(context, account.Id, [.. mailboxes.Select(m => m.Id)], cancellationToken))
        {
            return WrittenPassword.LeavesClosed;
        }

        var now = time.GetUtcNow();
        var from = AccountStateTable.Of(account, now);
        await context.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), cancellationToken);
        await context.Sessions.Where(s => s.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await VoidResets.AllAsync(context, account.Id, cancellationToken);
        var own = await context.Mailboxes.Where(m => m.AccountId == account.Id && m.ReplacedAt == null).ToListAsync(cancellationToken);
        await KeepFormerAsync(context, account, own, now, cancellationToken);
        context.Add(AccountEvents.ByPerson(account.Id, from, trigger, now));
        context.AddRange(own.Select(m => Mail(account, m, trigger, now)));
        await context.SaveChangesAsync(cancellationToken);
        return WrittenPassword.Written;
    }

    /// <summary>After the commit: the mails may leave.</summary>
    internal void Wake() => signal.Wake();

    // Whoever removes the last second factor later must find out. The account's row is this transaction's already, so its profile is nobody else's.
    private async Task<bool> KeepLengthAsync(PortalContext context, Guid accountId, bool isShort, CancellationToken cancellationToken)
    {
        if (isShort && !(await factors.OfAsync(context, accountId, cancellationToken)).Any)
        {
            return false;
        }

        var profile = profiles.Of(await context.Users.AsNoTracking().SingleAsync(a => a.Id == accountId, cancellationToken));
        if (profile.ShortPassword != isShort)
        {
            var box = boxes.Seal(profile with { ShortPassword = isShort }, accountId);
            await context.Users.Where(a => a.Id == accountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.Profile, box), cancellationToken);
        }

        return true;
    }

    private bool IsSame(Account account, string hash, string typed)
    {
        var result = hasher.VerifyHashedPassword(account, hash, typed, out var secret);
        secret?.Dispose();
        return result != PasswordVerificationResult.Failed;
    }

    // As many as the tenant wants, the present one counted in; where it wants none, none is kept.
    private async Task KeepFormerAsync(
        PortalContext context, Account account, List<Mailbox> own, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var kept = own.Count == 0 ? 0 : PasswordRules.Of(tenants[own[0].Tenant], hasSecondFactor: false).History - 1;
        if (kept > 0 && account.PasswordHash is { } hash)
        {
            context.Add(new FormerPassword { AccountId = account.Id, Hash = hash, ReplacedAt = now });
            await context.SaveChangesAsync(cancellationToken);
        }

        var newest = await context.FormerPasswords.Where(p => p.AccountId == account.Id).OrderByDescending(p => p.Id)
            .Take(Math.Max(kept, 0)).Select(p => p.Id).ToListAsync(cancellationToken);
        await context.FormerPasswords.Where(p => p.AccountId == account.Id && !newest.Contains(p.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private OutboxEntry Mail(Account account, Mailbox mailbox, AccountTrigger trigger, DateTimeOffset now) => outbox.Seal(
        new PasswordChangedPayload
        {
            To = mailbox.Address,
            At = now,
            Reset = trigger == AccountTrigger.ResetPassword,
            Language = account.Language ?? tenants[mailbox.Tenant].Language,
        },
        mailbox.Tenant);
}
