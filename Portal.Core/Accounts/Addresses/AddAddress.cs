using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Addresses;

/// <summary>What became of a wish to add an address.</summary>
public enum AddAddressOutcome
{
    /// <summary>A mail is on its way there. Whether with a code, only the address's owner learns.</summary>
    Sent = 1,

    /// <summary>It is one of the account's already.</summary>
    Own = 2,

    /// <summary>As many addresses as may wait at once wait already.</summary>
    TooMany = 3,
}

/// <summary>
/// Begins to add an address to an account: sends a code there. Where the address is another account's, a mail tells its owner instead, and the
/// page says the same: nobody learns here which addresses have accounts.
/// </summary>
public sealed class AddAddress(
    IDbContextFactory<PortalContext> contexts, AddressCodes codes, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>So many addresses may wait at once, and so many mails may leave in an hour for an account.</summary>
    public const int MostWaiting = 5;

    // So many people at once may want the same address; the mails would be a nuisance to its owner.
    private const int MostSuitors = 3;

    /// <summary>Sends the mail, unless one was sent within the hour.</summary>
    /// <param name="accountId">The account that the address is to join.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="address">The normalised address.</param>
    /// <param name="language">The person's language, or null for the tenant's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<AddAddressOutcome> AddAsync(
        Guid accountId, string tenant, string address, string? language, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.AddressProofs.Where(p => p.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        var waiting = await context.AddressProofs.AsNoTracking().Where(p => p.AccountId == accountId || (p.Tenant == tenant && p.Address == address))
            .Select(p => new { p.AccountId, p.Address }).ToListAsync(cancellationToken);
        var owner = await context.Mailboxes.Where(m => m.Tenant == tenant && m.Address == address && m.ReplacedAt == null)
            .Select(m => m.AccountId).FirstOrDefaultAsync(cancellationToken);
        var own = waiting.Where(p => p.AccountId == accountId).ToList();
        if (owner == accountId || own.Exists(p => p.Address == address) || own.Count >= MostWaiting)
        {
            return owner == accountId ? AddAddressOutcome.Own
                : own.Exists(p => p.Address == address) ? AddAddressOutcome.Sent
                : AddAddressOutcome.TooMany;
        }

        var (proof, code) = Make(accountId, tenant, address, now);
        context.Add(proof);
        if (waiting.Count(p => p.Address == address) < MostSuitors)
        {
            context.Add(Mail(proof, owner is null ? code : null, language));
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return AddAddressOutcome.Sent;
    }

    /// <summary>Deletes those whose time is over.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.AddressProofs.Where(p => p.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private OutboxEntry Mail(AddressProof proof, string? code, string? language) => outbox.Seal(
        new AddressPayload
        {
            To = proof.Address,
            Code = code,
            Until = code is null ? null : proof.ExpiresAt,
            Language = language ?? tenants[proof.Tenant].Language,
        },
        proof.Tenant);

    private (AddressProof Proof, string Code) Make(Guid accountId, string tenant, string address, DateTimeOffset now)
    {
        var (id, code) = (Guid.NewGuid(), AddressCodes.Create());
        var proof = new AddressProof
        {
            Id = id,
            AccountId = accountId,
            Tenant = tenant,
            Address = address,
            CodeHash = codes.Hash(code, id),
            TriesLeft = AddressCodes.Tries,
            CreatedAt = now,
            ExpiresAt = now + AddressCodes.Lifetime,
        };
        return (proof, code);
    }
}
