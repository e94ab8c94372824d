using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Digests;

/// <summary>
/// Tells people once a day of all messages that came since the last time: one mail an address. Only for the web side: it opens the notices
/// that were held back. The claim and what it makes are one transaction, so of several processes one makes the day's mail, and a crash neither
/// doubles nor loses it.
/// </summary>
public sealed class SendDigests(
    IDbContextFactory<PortalContext> contexts, ReadProfile profiles, DigestSchedule schedule, VaultKey vault, OutboxSealer outbox,
    OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Does all that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RouseAsync(cancellationToken);
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var now = time.GetUtcNow();
            var due = await context.Users.AsNoTracking().Where(a => a.DigestDueAt != null && a.DigestDueAt <= now)
                .OrderBy(a => a.DigestDueAt).Take(Batch).ToListAsync(cancellationToken);
            foreach (var account in due)
            {
                await SendAsync(context, account, now);
                context.ChangeTracker.Clear();
            }

            if (due.Count < Batch)
            {
                signal.Wake();
                return;
            }
        }
    }

    // A mail that came in just while its reader chose another way may hold a notice back that nothing would tell of any more.
    private async Task RouseAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var forgotten = await (
            from entry in context.Outbox
            where entry.State == OutboxState.Held
            join mailbox in context.Mailboxes on entry.MailboxId equals mailbox.Id
            join account in context.Users on mailbox.AccountId equals account.Id
            where account.DigestDueAt == null
            select account.Id).Distinct().ToListAsync(cancellationToken);
        await context.Users.Where(a => forgotten.Contains(a.Id) && a.DigestDueAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.DigestDueAt, now), cancellationToken);
    }

    private async Task SendAsync(PortalContext context, Account account, DateTimeOffset now)
    {
        DateTimeOffset? next = account.Notices == NoticeChoice.Daily ? schedule.Next(Profile(account)) : null;
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (await context.Users.Where(a => a.Id == account.Id && a.DigestDueAt == account.DigestDueAt && a.Notices == account.Notices)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.DigestDueAt, next)) == 0)
        {
            return;
        }

        // One mail an address: what was held back for a mailbox that was replaced meanwhile is told of with the rest.
        foreach (var same in (await context.Mailboxes.AsNoTracking().Where(m => m.AccountId == account.Id).ToListAsync())
            .GroupBy(m => (m.Tenant, m.Address)))
        {
            await GatherAsync(context, account, [.. same], now);
        }

        await context.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private async Task GatherAsync(PortalContext context, Account account, IReadOnlyList<Mailbox> same, DateTimeOffset now)
    {
        var (mailbox, mailboxes) = (same[0], same.Select(m => (Guid?)m.Id).ToList());
        var held = await context.Outbox.AsNoTracking().Where(o => mailboxes.Contains(o.MailboxId) && o.State == OutboxState.Held)
            .OrderBy(o => o.CreatedAt).ToListAsync();
        if (held.Count == 0)
        {
            return;
        }

        var unread = account.Notices == NoticeChoice.None ? [] : await UnreadAsync(context, held);
        if (unread.Count > 0)
        {
            context.Add(outbox.Seal(
                new DigestPayload
                {
                    To = mailbox.Address,
                    Messages = unread.Count,
                    Senders = [.. unread.Select(u => u.Notice).OfType<NoticePayload>()
                        .Select(n => new DigestSender(n.SenderName, n.SenderAddress)).Distinct().Take(DigestPayload.MostSenders)],
                    Deliveries = [.. unread.Select(u => u.DeliveryId).OfType<Guid>()],
                    CheckCode = unread.Select(u => u.Notice?.CheckCode).LastOrDefault(code => code is not null),
                    At = now,
                    Language = account.Language ?? tenants[mailbox.Tenant].Language,
                },
                mailbox.Tenant));
        }

        var ids = held.Select(o => o.Id).ToList();
        await context.Outbox.Where(o => ids.Contains(o.Id)).ExecuteDeleteAsync();
    }

    // One damaged row keeps the others from nobody.
    private AccountProfile Profile(Account account)
    {
        try
        {
            return profiles.Of(account);
        }
        catch (SealingException)
        {
            return new AccountProfile("");
        }
    }

    // Nobody is told of what he has read, marked as read, or deleted already, nor of what is locked. A notice that cannot be opened counts, without a name.
    private async Task<List<(NoticePayload? Notice, Guid? DeliveryId)>> UnreadAsync(PortalContext context, List<OutboxEntry> held)
    {
        var unread = new List<(NoticePayload? Notice, Guid? DeliveryId)>();
        foreach (var entry in held)
        {
            var notice = Open(entry);
            if (NoticeToken.HashOf(notice?.Token) is not { } hash || await context.Notices.AnyAsync(
                n => n.TokenHash == hash && context.Deliveries.Any(d => d.Id == n.DeliveryId && d.ReadAt == null && d.Unread && d.LockedAt == null)))
            {
                unread.Add((notice, entry.DeliveryId));
            }
        }

        return unread;
    }

    private NoticePayload? Open(OutboxEntry held)
    {
        try
        {
            return JsonSerializer.Deserialize(VaultBox.Open(vault, OutboxSealer.Purpose, held.Id, held.Box), OutboxJson.Default.NoticePayload);
        }
        catch (Exception error) when (error is SealingException or JsonException)
        {
            return null;
        }
    }
}
