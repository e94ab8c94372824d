using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>
/// Sets a new password in the place of a forgotten one. The token is used up in the same transaction, by one statement that succeeds once. It restores the
/// password alone: no session begins, and a second factor is asked for as ever (threat B5).
/// </summary>
public sealed class ResetPassword(
    IDbContextFactory<PortalContext> contexts, FindReset resets, CheckAnswer answers, UnlockMailboxes unlock, ReplaceMailboxes replace,
    ReplacePassword passwords, TimeProvider time)
{
    /// <summary>Sets it.</summary>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now; the token stays good.</exception>
    public async Task<ResetOutcome> ResetAsync(ResetInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);

        // Another password voids the link; the same one, hashed anew by a sign-in at this moment, does not.
        return await TryAsync(input, cancellationToken) ?? await TryAsync(input, cancellationToken) ?? new ResetOutcome.Ended();
    }

    // Null where the hash was changed at the same moment.
    private async Task<ResetOutcome?> TryAsync(ResetInput input, CancellationToken cancellationToken)
    {
        if (await resets.FindAsync(input.Token, cancellationToken) is not { } target)
        {
            return new ResetOutcome.Ended();
        }

        if (target.Question is not null && !await answers.IsRightAsync(target.Question, input.Answer, cancellationToken))
        {
            return new ResetOutcome.AnswerWrong();
        }

        if (await passwords.CheckAsync(target.Account, target.Tenant, input.NewPassword, cancellationToken) is { } weakness)
        {
            return new ResetOutcome.PasswordRefused(weakness);
        }

        if (input.RecoveryCode.Trim().Length == 0)
        {
            return await WithCodeAsync(target, input, null, cancellationToken);
        }

        if (RecoveryCode.Read(input.RecoveryCode) is not RecoveryCodeReading.Read read)
        {
            return new ResetOutcome.CodeWrong();
        }

        using var code = read.Code;
        return await WithCodeAsync(target, input, code, cancellationToken);
    }

    private async Task<ResetOutcome?> WithCodeAsync(ResetTarget target, ResetInput input, RecoveryCode? code, CancellationToken cancellationToken)
    {
        if (code is not null && !await OpensAnyAsync(target, code, cancellationToken))
        {
            return new ResetOutcome.CodeWrong();
        }

        var mailboxes = await unlock.AllAsync(target.Account.Id, code, cancellationToken);
        try
        {
            using var password = await passwords.HashAsync(target.Account, target.Tenant, input.NewPassword, cancellationToken);
            var refusal = input.MayClose ? null : new ResetOutcome.WouldClose(code is not null);
            return await WriteAsync(target, password, mailboxes, refusal, cancellationToken);
        }
        finally
        {
            mailboxes.Shut();
        }
    }

    // A code that opens nothing is another's, or an earlier one.
    private async Task<bool> OpensAnyAsync(ResetTarget target, RecoveryCode code, CancellationToken cancellationToken)
    {
        var mailboxes = await unlock.OfAsync(target.Account.Id, code, cancellationToken);
        mailboxes.Shut();
        return mailboxes.Count > 0;
    }

    private async Task<ResetOutcome?> WriteAsync(
        ResetTarget target, NewPassword password, IReadOnlyList<UnlockedMailbox> mailboxes, ResetOutcome.WouldClose? refusal,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.PasswordResets.Where(r => r.Id == target.Id && r.State == ResetState.Ready && r.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, ResetState.Used), cancellationToken) == 0)
        {
            return new ResetOutcome.Ended();
        }

        var fresh = await replace.LostAsync(context, target.Account.Id, mailboxes, cancellationToken);
        try
        {
            if (fresh.Count > 0 && refusal is not null)
            {
                return refusal;
            }

            var written = await passwords.WriteAsync(
                context, target.Account, password, [.. mailboxes, .. fresh], AccountTrigger.ResetPassword, cancellationToken);
            if (written != WrittenPassword.Written)
            {
                return written == WrittenPassword.TooShort ? new ResetOutcome.PasswordRefused(PasswordWeakness.TooShort) : null;
            }

            await transaction.CommitAsync(cancellationToken);
            passwords.Wake();
            return new ResetOutcome.Done(fresh.Count > 0);
        }
        finally
        {
            fresh.Shut();
        }
    }
}
