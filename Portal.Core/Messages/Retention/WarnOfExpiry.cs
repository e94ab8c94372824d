using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Retention;

/// <summary>
/// Tells people who have registered which of their messages go soon: one mail a mailbox and run. Whether they want notices does not matter: what goes does not come
/// back. The claim and the mails are one transaction, so of several processes one tells, and a crash neither doubles nor loses it.
/// </summary>
public sealed class WarnOfExpiry(
    IDbContextFactory<PortalContext> contexts, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    // More wait for the next run: while it writes nobody else does.
    private const int Most = 5000;

    // A message that its sender wants to go in a few days has only just been told of.
    private static readonly TimeSpan Young = TimeSpan.FromDays(1);

    /// <summary>Does all that is due.</summary>
    /// <returns>How many mails were written.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var tenant = tenants[TenantCatalog.Default];
        if (tenant.RetentionWarning == TimeSpan.Zero)
        {
            return 0;
        }

        DateTimeOffset? now = time.GetUtcNow();
        var (until, before) = (now + tenant.RetentionWarning, now.Value - Young);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var due = await context.Messages
            .Where(m => m.ExpiresAt > now && m.ExpiresAt <= until && m.ExpiryToldAt == null && m.HeldAt == null && m.ReceivedAt <= before)
            .OrderBy(m => m.ExpiresAt).Select(m => m.Id).Take(Most).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return 0;
        }

        await context.Messages.Where(m => due.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiryToldAt, now), cancellationToken);
        var mails = await MailsAsync(context, due, cancellationToken);
        context.AddRange(mails);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return mails.Count;
    }

    private async Task<List<OutboxEntry>> MailsAsync(PortalContext context, List<Guid> due, CancellationToken cancellationToken)
    {
        var going = await (
            from delivery in context.Deliveries
            where due.Contains(delivery.MessageId) && delivery.LockedAt == null
            join message in context.Messages on delivery.MessageId equals message.Id
            join mailbox in context.Mailboxes on delivery.MailboxId equals mailbox.Id
            where mailbox.ReplacedAt == null
            join account in context.Users on mailbox.AccountId equals account.Id
            where account.State == AccountState.Registered
            select new { mailbox.Id, mailbox.Address, mailbox.Tenant, account.Language, message.ExpiresAt, message.EndBySender }).ToListAsync(cancellationToken);
        return [.. going.GroupBy(one => (one.Id, one.Address, one.Tenant, one.Language)).Select(some => outbox.Seal(
            new ExpiryWarningPayload
            {
                To = some.Key.Address,
                Messages = some.Count(),
                First = some.Min(one => one.ExpiresAt!.Value),
                MayKeep = some.Any(one => !one.EndBySender) && tenants[some.Key.Tenant] is { Retention.Ticks: > 0, RetentionExtensions: > 0 },
                Language = some.Key.Language ?? tenants[some.Key.Tenant].Language,
            },
            some.Key.Tenant))];
    }
}
