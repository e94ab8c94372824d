using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Devices;

/// <summary>Lists the browsers in which a person has signed in.</summary>
public sealed class ListDevices(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>The browsers, the last used first.</summary>
    public async Task<IReadOnlyList<ListedDevice>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Devices.AsNoTracking().Where(d => d.AccountId == accountId).OrderByDescending(d => d.LastSignInAt)
            .Select(d => new ListedDevice(d.Id, d.Browser, d.CreatedAt, d.LastSignInAt)).ToListAsync(cancellationToken);
    }
}

/// <summary>A known browser, as its owner sees it in the list.</summary>
/// <param name="Id">Its <see cref="DeviceSecret.Id"/>; makes nothing known.</param>
/// <param name="Browser">Browser and system in words; empty where they are not known.</param>
/// <param name="Since">When the person first signed in there.</param>
/// <param name="LastUsed">When the person last signed in there.</param>
public sealed record ListedDevice(byte[] Id, string Browser, DateTimeOffset Since, DateTimeOffset LastUsed);
