using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Devices;

/// <summary>Spares a person the second factor in a browser for a while. Another password or other factors end that.</summary>
public sealed class TrustDevice(IDbContextFactory<PortalContext> contexts, ServerPepper pepper, TimeProvider time)
{
    /// <summary>Trusts the browser from now on.</summary>
    /// <param name="accountId">Who signed in with both factors.</param>
    /// <param name="device">The browser; it must be known already.</param>
    /// <param name="lifetime">For how long.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task TrustAsync(Guid accountId, DeviceSecret device, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await MarkAsync(context, accountId, cancellationToken);
        DateTimeOffset? until = time.GetUtcNow() + lifetime;
        await WriteAsync(context, accountId, FactorChange.DeviceTrusted, devices => devices.Where(d => d.Id == device.Id).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.TrustedUntil, until).SetProperty(d => d.TrustMark, mark), cancellationToken), cancellationToken);
    }

    /// <summary>Whether the browser is trusted for this account.</summary>
    public async Task<bool> IsTrustedAsync(Guid accountId, DeviceSecret device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await MarkAsync(context, accountId, cancellationToken);
        return await context.Devices.AnyAsync(
            d => d.Id == device.Id && d.AccountId == accountId && d.TrustedUntil > now && d.TrustMark == mark, cancellationToken);
    }

    /// <summary>Asks in every browser again.</summary>
    public async Task EndAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await WriteAsync(context, accountId, FactorChange.DeviceTrustEnded, devices => devices.Where(d => d.TrustedUntil > now).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.TrustedUntil, (DateTimeOffset?)null), cancellationToken), cancellationToken);
    }

    // The change and its row of the audit, or neither.
    private async Task WriteAsync(
        PortalContext context, Guid accountId, FactorChange change, Func<IQueryable<Device>, Task<int>> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await rows(context.Devices.Where(d => d.AccountId == accountId)) > 0)
        {
            context.Add(new FactorEvent { At = time.GetUtcNow(), AccountId = accountId, Change = change });
            await context.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<byte[]> MarkAsync(PortalContext context, Guid accountId, CancellationToken cancellationToken)
    {
        var hash = await context.Users.Where(a => a.Id == accountId).Select(a => a.PasswordHash).SingleOrDefaultAsync(cancellationToken);
        return pepper.Hash(Encoding.UTF8.GetBytes(hash ?? ""), $"device-trust/{accountId:N}");
    }
}
