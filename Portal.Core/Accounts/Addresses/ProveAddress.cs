using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Addresses;

/// <summary>What became of a typed code.</summary>
public enum ProveAddressOutcome
{
    /// <summary>The address is the account's now.</summary>
    Joined = 1,

    /// <summary>The code is another.</summary>
    Wrong = 2,

    /// <summary>Nothing waits for this code any more: too late, too many tries, done already, or the address is somebody's by now.</summary>
    Ended = 3,

    /// <summary>The code is right, but messages wait there for somebody who has the initial password too. The code stays good.</summary>
    NeedsInitialPassword = 4,

    /// <summary>The code is right, the initial password is not. The code stays good.</summary>
    WrongInitialPassword = 5,

    /// <summary>The code is right, but the initial password is good no more: its sender must give another one. The code stays good.</summary>
    InitialPasswordEnded = 6,

    /// <summary>The code is right, but the initial password comes by SMS, and is asked for behind the link in the notice. The code stays good.</summary>
    InitialPasswordNotSent = 7,

    /// <summary>The code is right, but the person's password was changed at the same moment. The code stays good.</summary>
    PasswordChanged = 8,
}

/// <summary>What a person types to prove an address.</summary>
/// <param name="Code">The code that went there by mail.</param>
/// <param name="InitialPassword">The initial password of messages that wait there; empty where it was not asked for.</param>
/// <param name="Secret">What the person's password opens slots with, where only its owner is to open a mailbox; or null.</param>
public sealed record AddressTry(string Code, string InitialPassword = "", PasswordSecret? Secret = null)
{
    /// <summary>The hash that the password was held against. Where it is the account's no more, its secret must lock nothing.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(AddressTry);
}

/// <summary>
/// Takes the code that went to an address, and makes the address the account's. Of many at once one succeeds. All the account's addresses are told by mail,
/// the new one too.
/// </summary>
public sealed class ProveAddress(
    IDbContextFactory<PortalContext> contexts, AddressCodes codes, EnsureMailbox mailboxes, TryInitialPassword initial, TakeOverMailbox takeOver,
    WriteFactorChange changes, TenantCatalog tenants, AppendEvidence evidence, TimeProvider time)
{
    /// <summary>Counts the try, compares, and joins. A mailbox that is not there yet is made, so that the first mail finds its reader.</summary>
    /// <param name="owner">The account, whose browser the mails name; another's proofs are not found.</param>
    /// <param name="proofId">Which address.</param>
    /// <param name="typed">What was typed.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    public async Task<ProveAddressOutcome> ProveAsync(FactorOwner owner, Guid proofId, AddressTry typed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(typed);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // Counted down before the comparison, in one statement, so that no number of parallel requests gets an extra try.
        if (await context.AddressProofs.Where(p => p.Id == proofId && p.AccountId == owner.AccountId && p.TriesLeft > 0 && p.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, p => p.TriesLeft - 1), cancellationToken) == 0
            || await context.AddressProofs.AsNoTracking().SingleOrDefaultAsync(p => p.Id == proofId, cancellationToken) is not { } proof)
        {
            return ProveAddressOutcome.Ended;
        }

        if (!CryptographicOperations.FixedTimeEquals(codes.Hash(typed.Code, proofId), proof.CodeHash))
        {
            return proof.TriesLeft > 0 ? ProveAddressOutcome.Wrong : ProveAddressOutcome.Ended;
        }

        var mailbox = await mailboxes.EnsureAsync(proof.Tenant, proof.Address, AccountActor.Person, cancellationToken);
        if (await RefusalAsync(mailbox.Id, typed, cancellationToken) is { } refusal)
        {
            await context.AddressProofs.Where(p => p.Id == proofId)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, p => p.TriesLeft + 1), CancellationToken.None);
            return refusal;
        }

        return await JoinAsync(context, owner, proof, mailbox.Id, typed, cancellationToken);
    }

    // Whoever reads the mailbox alone must not get at what its sender tied to a second channel (threat B3), by whatever door.
    private async Task<ProveAddressOutcome?> RefusalAsync(Guid mailboxId, AddressTry typed, CancellationToken cancellationToken)
    {
        return await initial.CheckAsync(mailboxId, typed.InitialPassword, cancellationToken) switch
        {
            InitialPasswordTry.Right => null,
            InitialPasswordTry.Missing => ProveAddressOutcome.NeedsInitialPassword,
            InitialPasswordTry.NotSent => ProveAddressOutcome.InitialPasswordNotSent,
            InitialPasswordTry.Wrong => ProveAddressOutcome.WrongInitialPassword,
            _ => ProveAddressOutcome.InitialPasswordEnded,
        };
    }

    private async Task<ProveAddressOutcome> JoinAsync(
        PortalContext context, FactorOwner owner, AddressProof proof, Guid mailboxId, AddressTry typed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (typed.PasswordHash is { } hash && !await context.Users.AnyAsync(a => a.Id == owner.AccountId && a.PasswordHash == hash, cancellationToken))
        {
            await context.AddressProofs.Where(p => p.Id == proof.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.TriesLeft, p => p.TriesLeft + 1), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return ProveAddressOutcome.PasswordChanged;
        }

        if (await context.AddressProofs.Where(p => p.Id == proof.Id).ExecuteDeleteAsync(cancellationToken) == 0
            || await context.Mailboxes.Where(m => m.Id == mailboxId && m.AccountId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.AccountId, proof.AccountId), cancellationToken) == 0)
        {
            return ProveAddressOutcome.Ended;
        }

        // A mail may have come since it was looked at, and ask for more than was typed.
        if (typed.InitialPassword.Length == 0
            && await context.InitialPasswords.AnyAsync(
                p => p.MailboxId == mailboxId && p.UsedAt == null && p.Channel != InitialPasswordChannel.None, cancellationToken))
        {
            return ProveAddressOutcome.NeedsInitialPassword;
        }

        // Nobody needs the invitation any more: its initial password opens nothing, and its sender is not told that it ended.
        DateTimeOffset? used = now;
        await context.InitialPasswords.Where(p => p.MailboxId == mailboxId && p.UsedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.UsedAt, used).SetProperty(p => p.RemindAt, (DateTimeOffset?)null), cancellationToken);
        context.Add(AccountEvents.Joined(proof.AccountId, mailboxId, now));
        await changes.TellAsync(context, owner, FactorChange.AddressAdded, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);

        // Without a password at hand the mailbox keeps its vault slot, as everywhere where somebody came without one.
        if (typed.Secret is { } secret && tenants[proof.Tenant].MailboxRecovery == MailboxRecovery.RecipientOnly)
        {
            await takeOver.TakeOverAsync(context, mailboxId, secret, recoverable: false, cancellationToken);
        }

        await WriteRegistered.RunAsync(context, evidence, mailboxId, "address", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        changes.Wake();
        return ProveAddressOutcome.Joined;
    }
}
