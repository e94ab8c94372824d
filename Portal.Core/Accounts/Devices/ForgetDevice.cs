using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Devices;

/// <summary>Makes a known browser a stranger's again, at its owner's wish. That the second factor is asked for there again is audited.</summary>
public sealed class ForgetDevice(IDbContextFactory<PortalContext> contexts, TimeProvider time)
{
    /// <summary>Forgets one of the account's browsers; another's is left alone.</summary>
    /// <param name="accountId">Whose it must be.</param>
    /// <param name="id">The browser's <see cref="DeviceSecret.Id"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task ForgetAsync(Guid accountId, byte[] id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var device = context.Devices.Where(d => d.Id == id && d.AccountId == accountId);
        var wasTrusted = await device.AnyAsync(d => d.TrustedUntil > now, cancellationToken);
        if (await device.ExecuteDeleteAsync(cancellationToken) > 0 && wasTrusted)
        {
            context.Add(new FactorEvent { At = now, AccountId = accountId, Change = FactorChange.DeviceTrustEnded });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
