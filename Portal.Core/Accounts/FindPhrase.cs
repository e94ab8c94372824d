using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts.Devices;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>
/// Finds a person's own phrase for browsers in which he signed in before. Never for an address that somebody types: that would give the
/// phrase to forgers, and tell which addresses have accounts. (Mails to him find it by <see cref="FindRecipient"/>.)
/// </summary>
public sealed class FindPhrase(IDbContextFactory<PortalContext> contexts, ReadProfile profiles)
{
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

    // A damaged profile must not hold up the sign-in page.
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
