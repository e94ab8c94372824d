using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox;

/// <summary>Takes down that entries have left. Their boxes are emptied, save where only the box says whom to tell if the mail comes back.</summary>
internal static class WriteSent
{
    // Relays try for five days (RFC 5321 §4.5.4.1), and there may be one behind another.
    private static readonly TimeSpan Wait = TimeSpan.FromDays(14);

    /// <summary>What was sent is sent, whoever else may have taken the entry over since; what has come back already is not touched.</summary>
    /// <param name="context">The caller's, in a transaction.</param>
    /// <param name="ids">The entries.</param>
    /// <param name="addresses">Where mails may come back to; null where none does.</param>
    /// <param name="now">The present time.</param>
    /// <param name="attempts">Counts the attempts.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>How many were not known to have left.</returns>
    public static async Task<int> RunAsync(
        PortalContext context, IReadOnlyCollection<Guid> ids, BounceAddresses? addresses, DateTimeOffset now, Action<UpdateSettersBuilder<OutboxEntry>> attempts,
        CancellationToken cancellationToken)
    {
        var (waited, until) = (0, now + Wait);
        var entries = context.Outbox.Where(
            e => ids.Contains(e.Id) && e.State != OutboxState.Sent && e.State != OutboxState.Awaited && e.State != OutboxState.Returned);
        if (addresses?.Tenants is { Count: > 0 } tenants)
        {
            waited = await entries.Where(e => (e.Kind == OutboxKind.Reply || e.Kind == OutboxKind.CertificateMail) && tenants.Contains(e.Tenant)).ExecuteUpdateAsync(
                set => attempts(set.SetProperty(e => e.State, OutboxState.Awaited).SetProperty(e => e.DueAt, until).SetProperty(e => e.LastFailure, (string?)null)),
                cancellationToken);
        }

        return waited + await entries.ExecuteUpdateAsync(
            set => attempts(set.SetProperty(e => e.State, OutboxState.Sent).SetProperty(e => e.Box, Array.Empty<byte>()).SetProperty(e => e.LastFailure, (string?)null)),
            cancellationToken);
    }

    /// <summary>Empties the boxes of what will not come back any more.</summary>
    public static Task EndWaitAsync(PortalContext context, DateTimeOffset now, CancellationToken cancellationToken) =>
        context.Outbox.Where(e => e.State == OutboxState.Awaited && e.DueAt <= now).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.State, OutboxState.Sent).SetProperty(e => e.Box, Array.Empty<byte>()), cancellationToken);
}
