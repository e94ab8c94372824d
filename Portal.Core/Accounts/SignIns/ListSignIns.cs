using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.SignIns;

/// <summary>Lists the sign-ins to an account, and the refused tries of them.</summary>
public sealed class ListSignIns(IDbContextFactory<PortalContext> contexts, VaultKey vault, TimeProvider time)
{
    /// <summary>So many are listed at most.</summary>
    public const int Most = 500;

    /// <summary>Those of the last <see cref="RecordSignIn.Kept"/>, the latest first.</summary>
    public async Task<IReadOnlyList<ListedSignIn>> OfAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow() - RecordSignIn.Kept;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.SignIns.AsNoTracking().Where(s => s.AccountId == accountId && s.At >= from)
            .OrderByDescending(s => s.At).Take(Most).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ListedSignIn(row.At, row.Succeeded, row.Count, Detail(row)))];
    }

    // One damaged row must not hide all the others.
    private SignInDetail? Detail(SignInRecord row)
    {
        try
        {
            return SignInDetail.Open(vault, row);
        }
        catch (SealingException)
        {
            return null;
        }
    }
}

/// <summary>A sign-in, or the refused tries of an hour.</summary>
/// <param name="At">When; of refused tries the beginning of the hour.</param>
/// <param name="Succeeded">Whether somebody was let in.</param>
/// <param name="Count">How many tries.</param>
/// <param name="Detail">How and with what; null where it is not known.</param>
public sealed record ListedSignIn(DateTimeOffset At, bool Succeeded, int Count, SignInDetail? Detail);
