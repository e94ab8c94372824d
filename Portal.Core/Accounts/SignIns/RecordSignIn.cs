using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.SignIns;

/// <summary>
/// Writes down who was let in, and how often somebody was not. Of refused tries only their number is kept, an hour a row: what a stranger's
/// browser says of itself helps nobody, and guessing fills no table.
/// </summary>
public sealed class RecordSignIn(IDbContextFactory<PortalContext> contexts, VaultPublicKey vault, TimeProvider time)
{
    /// <summary>How long it is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Somebody was let in.</summary>
    public async Task AddAsync(Guid accountId, SignInDetail detail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(detail);
        var id = Guid.NewGuid();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(new SignInRecord { Id = id, AccountId = accountId, At = time.GetUtcNow(), Succeeded = true, Detail = detail.Seal(vault, id) });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Somebody was not let in: counted in the caller's transaction, so that it costs no commit of its own (threat B1).</summary>
    /// <param name="context">In the caller's transaction.</param>
    /// <param name="account">Whose account; null for an address nobody has: some row is written as it is, so that the disk is about as busy.</param>
    /// <param name="at">When.</param>
    internal static Task CountRefusedAsync(PortalContext context, Guid? account, DateTimeOffset at) => account is { } id
        ? CountAsync(context, id, at)
        : context.SignIns.Where(s => s.Id == context.SignIns.Min(other => other.Id)).ExecuteUpdateAsync(set => set.SetProperty(s => s.Count, s => s.Count));

    private static async Task CountAsync(PortalContext context, Guid accountId, DateTimeOffset at)
    {
        var hour = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        if (await context.SignIns.Where(s => s.AccountId == accountId && s.At == hour && !s.Succeeded)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Count, s => s.Count + 1)) == 0)
        {
            context.Add(new SignInRecord { Id = Guid.NewGuid(), AccountId = accountId, At = hour, Succeeded = false });
            await context.SaveChangesAsync();
        }
    }

    /// <summary>Deletes what is older than <see cref="Kept"/>.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var old = time.GetUtcNow() - Kept;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.SignIns.Where(s => s.At < old).ExecuteDeleteAsync(cancellationToken);
    }
}
