using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts;

/// <summary>What became of a typed initial password.</summary>
public enum InitialPasswordTry
{
    /// <summary>It is the one.</summary>
    Right = 1,

    /// <summary>It is another.</summary>
    Wrong = 2,

    /// <summary>None is good any more: its time or its tries are over, or it was used.</summary>
    Ended = 3,

    /// <summary>One is asked for, and none was typed.</summary>
    Missing = 4,

    /// <summary>It comes by SMS when its reader asks for it behind the notice's link, and has not yet, or too long ago.</summary>
    NotSent = 5,
}

/// <summary>Holds a typed initial password against a mailbox's invitation. It bears ten tries in all, wherever they are made.</summary>
public sealed class TryInitialPassword(IDbContextFactory<PortalContext> contexts, InitialPasswords passwords, TimeProvider time)
{
    /// <summary>Whether the notice's link alone lets its reader in.</summary>
    public async Task<bool> IsLinkEnoughAsync(Guid mailboxId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.InitialPasswords.AnyAsync(
            p => p.MailboxId == mailboxId && p.Channel == InitialPasswordChannel.None && p.UsedAt == null && p.ExpiresAt > now, cancellationToken);
    }

    /// <summary>What the mailbox's invitation asks of somebody who comes without the notice's link: it must not have ended, and where it has an initial password, that.</summary>
    /// <param name="mailboxId">The mailbox.</param>
    /// <param name="typed">The initial password as it was typed; may be empty.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<InitialPasswordTry> CheckAsync(Guid mailboxId, string typed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.InitialPasswords.SingleOrDefaultAsync(p => p.MailboxId == mailboxId && p.UsedAt == null, cancellationToken) is not { } invitation)
        {
            return InitialPasswordTry.Right;
        }

        return invitation switch
        {
            { EndedAt: not null } => InitialPasswordTry.Ended,
            _ when invitation.ExpiresAt <= now => InitialPasswordTry.Ended,
            { Channel: InitialPasswordChannel.None } => InitialPasswordTry.Right,
            { Channel: InitialPasswordChannel.SmsAtOpening } when !(invitation.GoodUntil > now) => InitialPasswordTry.NotSent,
            _ when typed.Length == 0 => InitialPasswordTry.Missing,
            _ => await TryAsync(mailboxId, typed, cancellationToken),
        };
    }

    /// <summary>Holds it against the mailbox's. The try is counted down before the comparison, in one statement, so that no number of parallel requests gets an extra one.</summary>
    public async Task<InitialPasswordTry> TryAsync(Guid mailboxId, string typed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var usable = await context.InitialPasswords
            .Where(p => p.MailboxId == mailboxId && p.UsedAt == null && p.TriesLeft > 0 && p.ExpiresAt > now
                && p.Channel != InitialPasswordChannel.None && (p.Channel != InitialPasswordChannel.SmsAtOpening || p.GoodUntil > now))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, p => p.TriesLeft - 1), cancellationToken);
        if (usable == 0)
        {
            return InitialPasswordTry.Ended;
        }

        var hash = await context.InitialPasswords.Where(p => p.MailboxId == mailboxId).Select(p => p.Hash).SingleAsync(cancellationToken);
        return passwords.Matches(typed, mailboxId, hash) ? InitialPasswordTry.Right : InitialPasswordTry.Wrong;
    }

    /// <summary>The password was right and only we were busy: that must not use it up.</summary>
    public async Task GiveBackAsync(Guid mailboxId)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.InitialPasswords.Where(p => p.MailboxId == mailboxId && p.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, p => p.TriesLeft + 1));
    }
}
