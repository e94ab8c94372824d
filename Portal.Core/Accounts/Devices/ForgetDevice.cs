using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Accounts.Devices;

/// <summary>Makes a known browser a stranger's again, at its owner's wish.</summary>
public sealed class ForgetDevice(IDbContextFactory<PortalContext> contexts)
{
    /// <summary>Forgets one of the account's browsers; another's is left alone.</summary>
    /// <param name="accountId">Whose it must be.</param>
    /// <param name="id">The browser's <see cref="DeviceSecret.Id"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task ForgetAsync(Guid accountId, byte[] id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Devices.Where(d => d.Id == id && d.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
    }
}
