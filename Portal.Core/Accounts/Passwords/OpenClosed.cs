using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Passwords;

/// <summary>What somebody's secrets opened.</summary>
/// <param name="Mailboxes">All that is open now; the caller disposes of the keys.</param>
/// <param name="FormerWaits">Whether the former password was not tried, because too many were wrong before.</param>
public sealed record OpenedClosed(IReadOnlyList<UnlockedMailbox> Mailboxes, bool FormerWaits);

/// <summary>Opens a reader's mailboxes that stayed shut at the sign-in, and keeps them open for the next ones where the present password is at hand.</summary>
public sealed class OpenClosed(
    IDbContextFactory<PortalContext> contexts, UnlockMailboxes unlock, LockMailboxes locks, CountFormerTries tries, PasswordGate gate,
    ServerPepper pepper, TenantCatalog tenants)
{
    // Each one costs a PBKDF2; an account's mailboxes were closed together, so that one does for many.
    private const int MostStretched = 3;

    /// <summary>Opens what the secrets open.</summary>
    /// <param name="accountId">The reader.</param>
    /// <param name="present">The present password, or null where it was not asked for.</param>
    /// <param name="code">The recovery code, or null.</param>
    /// <param name="formerPassword">A former password as it was typed, or nothing. Without the present one it is not tried, or it would be one to guess that way.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task<OpenedClosed> OpenAsync(
        Guid accountId, CheckedPassword? present, RecoveryCode? code, string formerPassword, CancellationToken cancellationToken)
    {
        var open = new List<UnlockedMailbox>(await unlock.AllAsync(accountId, present?.Secret, cancellationToken));
        var known = open.Count;
        if (code is not null)
        {
            Add(open, await unlock.OfAsync(accountId, code, cancellationToken));
        }

        var isFormer = formerPassword.Length > 0 && present is not null;
        var mayFormer = isFormer && await tries.TakeAsync(accountId, cancellationToken);
        if (mayFormer)
        {
            await OpenWithFormerAsync(open, accountId, formerPassword, cancellationToken);
        }

        if (present?.Secret is { } secretOfNow && open.Count > known)
        {
            await KeepOpenAsync(present.Account, open[known..], secretOfNow, cancellationToken);
        }

        return new OpenedClosed(open, isFormer && !mayFormer);
    }

    private async Task OpenWithFormerAsync(List<UnlockedMailbox> open, Guid accountId, string password, CancellationToken cancellationToken)
    {
        foreach (var stretch in await StretchesAsync(accountId, open, cancellationToken))
        {
            using var secret = await gate.RunAsync(() => Secret(password, stretch), cancellationToken);
            Add(open, await unlock.OfAsync(accountId, secret, cancellationToken));
        }

        // Not while another mailbox stays closed: whoever has set passwords himself knows a former one that opens his own.
        if ((await StretchesAsync(accountId, open, cancellationToken)).Count == 0)
        {
            await tries.SucceedAsync(accountId);
        }
    }

    private PasswordSecret Secret(string password, PasswordStretch stretch)
    {
        using var stretched = new StretchedPassword(password, stretch);
        return stretched.SlotSecret(pepper);
    }

    // Only for what the reader himself asks to be opened; a sign-in stretches for no slot.
    private async Task<IReadOnlyList<PasswordStretch>> StretchesAsync(
        Guid accountId, IReadOnlyList<UnlockedMailbox> open, CancellationToken cancellationToken)
    {
        var ids = open.Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var slots = await context.KeySlots
            .Where(s => s.Kind == KeySlotKind.Password && !ids.Contains(s.MailboxId)
                && context.Mailboxes.Any(m => m.Id == s.MailboxId && m.AccountId == accountId))
            .OrderByDescending(s => s.CreatedAt).Select(s => s.Slot).ToListAsync(cancellationToken);
        return [.. slots.Select(PasswordSlot.StretchOf).OfType<PasswordStretch>()
            .DistinctBy(s => Convert.ToHexString(s.Bytes)).Take(MostStretched)];
    }

    private async Task KeepOpenAsync(
        Account account, IReadOnlyList<UnlockedMailbox> opened, PasswordSecret present, CancellationToken cancellationToken)
    {
        var (accountId, hash) = (account.Id, account.PasswordHash);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // A password that was changed meanwhile must open nothing from then on.
        if (!await context.Users.AnyAsync(a => a.Id == accountId && a.PasswordHash == hash, cancellationToken))
        {
            return;
        }

        var own = await LockMailboxes.StillOfAsync(context, accountId, opened, cancellationToken);
        var ids = own.Select(m => m.Id).ToList();
        if (await context.Mailboxes.Where(m => ids.Contains(m.Id)).Select(m => m.Tenant).FirstOrDefaultAsync(cancellationToken) is not { } tenant)
        {
            return;
        }

        var recoverable = tenants[tenant].MailboxRecovery == MailboxRecovery.Recoverable;
        await locks.WithPasswordAsync(context, own, present, recoverable, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static void Add(List<UnlockedMailbox> open, IEnumerable<UnlockedMailbox> more)
    {
        foreach (var mailbox in more)
        {
            if (open.Exists(m => m.Id == mailbox.Id))
            {
                mailbox.Key.Dispose();
            }
            else
            {
                open.Add(mailbox);
            }
        }
    }
}
