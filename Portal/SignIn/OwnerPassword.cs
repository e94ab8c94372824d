using Portal.Core.Accounts;
using Portal.Core.Tenants;

namespace Portal.SignIn;

/// <summary>Where only its owner is to open a mailbox, the owner's password is asked for when one joins: it closes it.</summary>
internal sealed class OwnerPassword(CheckPassword passwords, ReadAccount accounts, TenantCatalog tenants, CurrentReader reader)
{
    /// <summary>Whether it is: not where the tenant can open mailboxes, and not of who has none.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken) =>
        tenants[reader.Session!.Tenant].MailboxRecovery == MailboxRecovery.RecipientOnly
        && await accounts.OfAsync(reader.Session.AccountId, cancellationToken) is { PasswordHash: not null };

    /// <summary>Holds it against the account's; counted like a sign-in.</summary>
    /// <returns>The caller disposes of it; null where it is another.</returns>
    /// <exception cref="TooManySignInsException">Too many passwords are being hashed right now.</exception>
    public async Task<CheckedPassword?> CheckAsync(HttpContext context, string? typed, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(typed)
            ? null
            : await passwords.CheckAgainAsync(reader.Session!.AccountId, typed, KnownDevices.Read(context.Request), cancellationToken);
}
