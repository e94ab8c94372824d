using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Unread;

/// <summary>Goes through what is due in batches: what cannot be done, such as a damaged row, is stepped over and holds up nobody.</summary>
internal static class UnreadRounds
{
    private const int Batch = 100;

    /// <param name="contexts">The database.</param>
    /// <param name="due">What is due; what was done is not any more.</param>
    /// <param name="by">What belongs into one mail.</param>
    /// <param name="act">Writes one mail, or says that it did not.</param>
    /// <param name="cancellationToken">Ends the work between two mails.</param>
    /// <returns>How many mails were written.</returns>
    public static async Task<int> RunAsync(
        IDbContextFactory<PortalContext> contexts, Func<PortalContext, IQueryable<UnreadDelivery>> due, Func<UnreadDelivery, Guid> by,
        Func<PortalContext, IReadOnlyList<UnreadDelivery>, Task<bool>> act, CancellationToken cancellationToken)
    {
        for (var (written, passed) = (0, 0); ;)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var some = await due(context).Skip(passed).Take(Batch).ToListAsync(cancellationToken);
            foreach (var together in some.GroupBy(by))
            {
                var done = await act(context, [.. together]);
                context.ChangeTracker.Clear();
                (written, passed) = done ? (written + 1, passed) : (written, passed + together.Count());
            }

            if (some.Count < Batch)
            {
                return written;
            }
        }
    }
}
