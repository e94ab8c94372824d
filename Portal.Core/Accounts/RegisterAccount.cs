using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts;

/// <summary>Makes an account for a mailbox that nobody reads yet. Needs the notice's link and, unless the invitation asks for none, the initial password.</summary>
public sealed class RegisterAccount(
    IDbContextFactory<PortalContext> contexts,
    FindNotice notices,
    TryInitialPassword initial,
    PasswordPolicy policy,
    IAccountHasher hasher,
    PasswordGate gate,
    ProfileBox profiles,
    TakeOverMailbox takeOver,
    TenantCatalog tenants,
    AppendEvidence evidence,
    TimeProvider time)
{
    /// <summary>Of many at once for one mailbox, one succeeds at most.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task<RegisterOutcome> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        if (await notices.FindAsync(request.Token, cancellationToken) is not { } notice)
        {
            return new RegisterOutcome.UnknownNotice();
        }

        if (notice.Registered)
        {
            return new RegisterOutcome.AlreadyRegistered();
        }

        if (await policy.CheckAsync(request.NewPassword, Owner(request, notice), cancellationToken) is { } weakness)
        {
            return new RegisterOutcome.PasswordRefused(weakness);
        }

        var needsPassword = !await initial.IsLinkEnoughAsync(notice.MailboxId, cancellationToken);
        var tried = needsPassword ? await initial.TryAsync(notice.MailboxId, request.InitialPassword, cancellationToken) : InitialPasswordTry.Right;
        if (tried != InitialPasswordTry.Right)
        {
            return tried == InitialPasswordTry.Ended ? new RegisterOutcome.InitialPasswordEnded() : new RegisterOutcome.WrongInitialPassword();
        }

        try
        {
            return await CreateAsync(notice, request, needsPassword, cancellationToken);
        }
        catch (TooManySignInsException) when (needsPassword)
        {
            await initial.GiveBackAsync(notice.MailboxId);
            throw;
        }
    }

    // Nobody has a second factor or former passwords before there is an account.
    private static PasswordOwner Owner(RegisterRequest request, NoticeTarget notice) => new()
    {
        Tenant = notice.Tenant,
        Address = notice.Address,
        Name = request.Name,
        HasSecondFactor = false,
        InitialPassword = request.InitialPassword,
    };

    // The invitation is used as it was when the person was let in: meanwhile a mail may have asked for more than the link.
    private async Task<RegisterOutcome> CreateAsync(NoticeTarget notice, RegisterRequest request, bool needsPassword, CancellationToken cancellationToken)
    {
        var account = NewAccount.Of(request.Name.Trim(), request.Language, profiles, time.GetUtcNow());
        var password = await gate.RunAsync(
            () => new NewPassword(hasher.HashPassword(account, request.NewPassword, out var secret), secret), cancellationToken);
        account.PasswordHash = password.Hash;
        try
        {
            if (await WriteAsync(notice, account, password, needsPassword, cancellationToken))
            {
                return new RegisterOutcome.Registered(account, password.Secret);
            }
        }
        catch
        {
            password.Dispose();
            throw;
        }

        password.Dispose();
        return new RegisterOutcome.AlreadyRegistered();
    }

    // False where somebody else was faster.
    private async Task<bool> WriteAsync(
        NoticeTarget notice, Account account, NewPassword password, bool needsPassword, CancellationToken cancellationToken)
    {
        var mailboxId = notice.MailboxId;
        DateTimeOffset? now = account.RegisteredAt;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.Add(account);
        await context.SaveChangesAsync(cancellationToken);
        var used = await context.InitialPasswords
            .Where(p => p.MailboxId == mailboxId && p.UsedAt == null && (p.Channel != InitialPasswordChannel.None) == needsPassword)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.UsedAt, now), cancellationToken);
        // Who has a link has a notice that arrived.
        var owned = await context.Mailboxes.Where(m => m.Id == mailboxId && m.AccountId == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(m => m.AccountId, account.Id).SetProperty(m => m.UndeliverableAt, (DateTimeOffset?)null), cancellationToken);
        if (used != 1 || owned != 1)
        {
            return false;
        }

        context.Add(AccountEvents.Joined(account.Id, mailboxId, account.RegisteredAt));
        var recoverable = tenants[notice.Tenant].MailboxRecovery == MailboxRecovery.Recoverable;
        await takeOver.TakeOverAsync(context, mailboxId, password.Secret, recoverable, cancellationToken);
        await WriteRegistered.RunAsync(context, evidence, mailboxId, needsPassword ? "initial password" : "notice", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
