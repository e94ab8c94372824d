using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Storage.Model;
using Portal.Core.Storage;

namespace Portal.Core.Messages.Tracking;

/// <summary>Puts off the day on which a message goes, by as long as it was to be kept when it came.</summary>
public sealed class ExtendMessage(IDbContextFactory<PortalContext> contexts, AppendEvidence evidence)
{
    /// <summary>So often for each message: nothing is kept for ever because of a button.</summary>
    public const int Most = 3;

    /// <summary>Puts it off, unless an operator holds the message, or it was put off often enough.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>The new day; null where nothing was changed.</returns>
    public async Task<DateTimeOffset?> RunAsync(Guid messageId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var message = await context.Messages.Where(m => m.Id == messageId && m.ExpiresAt != null && m.HeldAt == null)
            .Select(m => new { m.ReceivedAt, m.ExpiresAt }).SingleOrDefaultAsync(cancellationToken);
        var before = await context.MessageEvents.CountAsync(e => e.MessageId == messageId && e.Kind == MessageEventKind.Extended, cancellationToken);
        if (message?.ExpiresAt is not { } present || before >= Most)
        {
            return null;
        }

        DateTimeOffset? next = present + ((present - message.ReceivedAt) / (before + 1));
        if (await context.Messages.Where(m => m.Id == messageId && m.ExpiresAt == present && m.HeldAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.ExpiresAt, next).SetProperty(m => m.ExpiryToldAt, (DateTimeOffset?)null), cancellationToken) == 0)
        {
            return null;
        }

        await evidence.AddAsync(
            context, messageId,
            [new EvidenceEvent(MessageEventKind.Extended)
            {
                Facts = new Dictionary<string, string> { ["until"] = next.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
            }],
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return next;
    }
}
