using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.External;

/// <summary>
/// Decides what a checked identity leads to. An address counts as the person's only where the provider is the one that gives it out, says
/// that it has verified it, or the person has shown the mailbox to us. An account that exists is connected without its owner's doing only
/// where both of the first hold (threat B12).
/// </summary>
public sealed class SignInExternally(
    IDbContextFactory<PortalContext> contexts, ExternalLogins logins, RegisterExternally register, EnsureMailbox mailboxes, TenantCatalog tenants)
{
    /// <summary>Finds the account, connects it, or makes one; or says what is missing.</summary>
    /// <exception cref="System.Data.Common.DbException">The database is away or locked.</exception>
    public async Task<ExternalOutcome> DecideAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (await logins.FindAsync(identity, cancellationToken) is { } account)
        {
            return new ExternalOutcome.Known(account);
        }

        if (identity.Address is not { } address)
        {
            return new ExternalOutcome.NoAddress();
        }

        var tenant = tenants[identity.Tenant];
        var authoritative = tenant.Providers.TryGetValue(identity.Provider, out var provider) && provider.IsAuthoritativeFor(address);

        // Before the address is the person's, nothing of what the portal knows about it may show.
        if (!identity.MailboxProven && identity.AddressVerified is not true && (!authoritative || identity.AddressVerified is false))
        {
            return new ExternalOutcome.NeedsMailboxProof();
        }

        var mailbox = await FindAsync(identity.Tenant, address, cancellationToken);
        if (mailbox?.AccountId is not null && await logins.FindAsync(identity, cancellationToken) is { } meanwhile)
        {
            return new ExternalOutcome.Known(meanwhile); // the same person in another window was faster
        }

        return mailbox switch
        {
            null when !tenant.SelfRegistration => new ExternalOutcome.NotInvited(),
            null => await SelfRegisterAsync(identity, address, cancellationToken),
            { AccountId: null } => await RegisterAsync(mailbox.Id, identity, invited: true, cancellationToken),
            { AccountId: { } owner } when authoritative && identity.AddressVerified is true => await ConnectAsync(identity, owner, cancellationToken),
            _ => new ExternalOutcome.NeedsConfirmation(),
        };
    }

    private async Task<ExternalOutcome> SelfRegisterAsync(ExternalIdentity identity, string address, CancellationToken cancellationToken)
    {
        var made = await mailboxes.EnsureAsync(identity.Tenant, address, AccountActor.Person, cancellationToken);
        return await RegisterAsync(made.Id, identity, invited: false, cancellationToken);
    }

    private async Task<ExternalOutcome> RegisterAsync(
        Guid mailboxId, ExternalIdentity identity, bool invited, CancellationToken cancellationToken)
    {
        if (await register.RegisterAsync(mailboxId, identity, cancellationToken) is { } account)
        {
            return new ExternalOutcome.Registered(account, invited);
        }

        // The same person in another window, or somebody with the initial password, was faster; or it was too late.
        if (await logins.FindAsync(identity, cancellationToken) is { } known)
        {
            return new ExternalOutcome.Known(known);
        }

        return await FindAsync(identity.Tenant, identity.Address!, cancellationToken) is { AccountId: not null }
            ? new ExternalOutcome.NeedsConfirmation()
            : new ExternalOutcome.InvitationEnded();
    }

    private async Task<ExternalOutcome> ConnectAsync(ExternalIdentity identity, Guid owner, CancellationToken cancellationToken) =>
        await logins.ConnectAsync(identity, owner, cancellationToken) && await logins.FindAsync(identity, cancellationToken) is { } account
            ? new ExternalOutcome.Known(account)
            : new ExternalOutcome.NeedsConfirmation();

    private async Task<Mailbox?> FindAsync(string tenant, string address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Mailboxes.SingleOrDefaultAsync(m => m.Tenant == tenant && m.Address == address && m.ReplacedAt == null, cancellationToken);
    }
}
