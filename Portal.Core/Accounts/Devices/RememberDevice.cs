using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Devices;

/// <summary>Notes that a person signed in in this browser.</summary>
public sealed class RememberDevice(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>How long a browser is known after the last sign-in: as long as browsers keep a cookie (RFC 6265bis §5.5, 400 days).</summary>
    public static readonly TimeSpan Known = TimeSpan.FromDays(400);

    // The session with which the registration itself ends is nobody's news.
    private static readonly TimeSpan JustRegistered = TimeSpan.FromMinutes(1);

    /// <summary>Remembers the browser for this account.</summary>
    /// <param name="accountId">Who signed in.</param>
    /// <param name="device">What the browser's cookie says.</param>
    /// <param name="browser">The browser in our own words, for the list of browsers.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether the person is to be told: the browser is not known, and it is not the one in which the registration has just ended.</returns>
    public async Task<bool> SeenAsync(Guid accountId, DeviceSecret device, string browser, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Devices.Where(d => d.Id == device.Id && d.AccountId == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LastSignInAt, now), cancellationToken) > 0)
        {
            return false;
        }

        // Whoever has every browser forgotten is to hear of the next one all the more.
        var registered = now - JustRegistered;
        var before = await context.Users.AnyAsync(
            a => a.Id == accountId && (a.RegisteredAt < registered || context.Devices.Any(d => d.AccountId == accountId)), cancellationToken);
        context.Add(new Device { Id = device.Id, AccountId = accountId, Browser = browser, CreatedAt = now, LastSignInAt = now });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (context.Devices.Any(d => d.Id == device.Id && d.AccountId == accountId))
        {
            return false; // the same browser signed in twice at once
        }

        return before;
    }

    /// <summary>Deletes browsers in which nobody has signed in for <see cref="Known"/>.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var forgotten = time.GetUtcNow() - Known;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Devices.Where(d => d.LastSignInAt < forgotten).ExecuteDeleteAsync(cancellationToken);
    }
}
