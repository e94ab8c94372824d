using Microsoft.EntityFrameworkCore;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Export;

/// <summary>What a download of all data would lack at present.</summary>
/// <param name="NeedSecondFactor">How many messages need a second factor that the reader has not proved.</param>
/// <param name="Closed">The mailboxes that the session cannot open.</param>
public sealed record LeftOut(int NeedSecondFactor, IReadOnlyList<ClosedMailbox> Closed);

/// <summary>Finds it before somebody takes the download for whole.</summary>
public sealed class FindLeftOut(IDbContextFactory<PortalContext> contexts, FindClosedMailboxes closed)
{
    /// <summary>What a reader's download would lack.</summary>
    /// <param name="accountId">The reader.</param>
    /// <param name="opened">The mailboxes that are open.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<LeftOut> OfAsync(Guid accountId, IReadOnlyList<UnlockedMailbox> opened, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var lacking = opened.Where(m => !m.SecondFactor).Select(m => m.Id).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var guarded = await context.Deliveries.CountAsync(
            d => lacking.Contains(d.MailboxId) && d.LockedAt == null && context.Messages.Any(m => m.Id == d.MessageId && m.SecondFactor),
            cancellationToken);
        return new LeftOut(guarded, await closed.OfAsync(accountId, [.. opened.Select(m => m.Id)], cancellationToken));
    }
}
