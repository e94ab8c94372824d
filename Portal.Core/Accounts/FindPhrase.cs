using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Devices;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>
/// Finds a person's own phrase: for mails to him, and for browsers in which he signed in before. Never for an address that somebody types:
/// that would give the phrase to forgers, and tell which addresses have accounts.
/// </summary>
public sealed class FindPhrase(IDbContextFactory<PortalContext> contexts, ReadProfile profiles) : IFindPhrase
{
    /// <inheritdoc />
    public async Task<string?> FindAsync(string tenant, string address, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from mailbox in context.Mailboxes
            where mailbox.Tenant == tenant && mailbox.Address == address && mailbox.ReplacedAt == null
            join account in context.Users on mailbox.AccountId equals account.Id
            select account).AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { } found ? Of(found) : null;
    }

    /// <summary>The phrase of the one person whom the browser knows; null where it knows several, because it cannot say whose it shows.</summary>
    public async Task<string?> FindAsync(DeviceSecret device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await (
            from row in context.Devices
            where row.Id == device.Id
            join account in context.Users on row.AccountId equals account.Id
            select account).AsNoTracking().Take(2).ToListAsync(cancellationToken);
        return known is [var only] ? Of(only) : null;
    }

    // A damaged profile must hold up neither mails nor the sign-in page.
    private string? Of(Account account)
    {
        try
        {
            return profiles.Of(account).Phrase;
        }
        catch (SealingException)
        {
            return null;
        }
    }
}
