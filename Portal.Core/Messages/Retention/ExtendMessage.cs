using Microsoft.EntityFrameworkCore;
using Portal.Core.Evidence;
using Portal.Core.Mailboxes;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Retention;

/// <summary>
/// A reader, or the sender, keeps a message longer: for the tenant's time from now on, as often and as long as the tenant lets. Beyond an end that the sender
/// named only he does.
/// </summary>
public sealed class ExtendMessage(IDbContextFactory<PortalContext> contexts, AppendEvidence evidence, TenantCatalog tenants, TimeProvider time)
{
    // Less is not worth a button.
    private static readonly TimeSpan Least = TimeSpan.FromDays(1);

    /// <summary>Until when its reader would keep the message, or null where he cannot keep it longer than it is.</summary>
    public async Task<DateTimeOffset?> OfferAsync(OpenedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.ExpiresAt is null ? null : await OfferAsync(ByReaders(context => context.Messages.Where(m => m.Id == message.MessageId)), cancellationToken);
    }

    /// <summary>The same for its sender.</summary>
    public Task<DateTimeOffset?> OfferToSenderAsync(Guid messageId, CancellationToken cancellationToken) =>
        OfferAsync(context => context.Messages.Where(m => m.Id == messageId), cancellationToken);

    /// <summary>Keeps it longer; another's message, and one that is locked, is left alone.</summary>
    /// <param name="mailboxes">The reader's mailboxes.</param>
    /// <param name="id">The delivery.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>Whether it is kept longer now.</returns>
    public async Task<bool> ExtendAsync(IReadOnlyList<UnlockedMailbox> mailboxes, Guid id, CancellationToken cancellationToken)
    {
        var owned = mailboxes.Select(m => m.Id).ToList();
        return await ExtendAsync(
            ByReaders(context => context.Messages.Where(m => context.Deliveries.Any(
                d => d.Id == id && owned.Contains(d.MailboxId) && d.LockedAt == null && d.MessageId == m.Id))),
            id, cancellationToken) is not null;
    }

    /// <summary>Keeps it longer for its sender.</summary>
    /// <param name="messageId">The message, which the caller has found to be the sender's.</param>
    /// <param name="cancellationToken">Ends the work before the commit.</param>
    /// <returns>Until when it is kept now; null where nothing was changed.</returns>
    public Task<DateTimeOffset?> BySenderAsync(Guid messageId, CancellationToken cancellationToken) =>
        ExtendAsync(context => context.Messages.Where(m => m.Id == messageId), null, cancellationToken);

    private static Func<PortalContext, IQueryable<Message>> ByReaders(Func<PortalContext, IQueryable<Message>> which) =>
        context => which(context).Where(m => !m.EndBySender);

    private async Task<DateTimeOffset?> OfferAsync(Func<PortalContext, IQueryable<Message>> which, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await NextAsync(context, await LifetimeAsync(which(context), cancellationToken), cancellationToken);
    }

    private async Task<DateTimeOffset?> ExtendAsync(
        Func<PortalContext, IQueryable<Message>> which, Guid? deliveryId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var found = await LifetimeAsync(which(context), cancellationToken);
        if (await NextAsync(context, found, cancellationToken) is not { } until
            || await context.Messages.Where(m => m.Id == found!.Id && m.ExpiresAt == found.ExpiresAt && m.HeldAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, until).SetProperty(m => m.ExpiryToldAt, (DateTimeOffset?)null), cancellationToken) == 0)
        {
            return null;
        }

        await evidence.AddAsync(context, found!.Id, [Event(deliveryId, until)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return until;
    }

    private static Task<Lifetime?> LifetimeAsync(IQueryable<Message> which, CancellationToken cancellationToken) =>
        which.AsNoTracking().Select(Lifetime.Of).SingleOrDefaultAsync(cancellationToken);

    private async Task<DateTimeOffset?> NextAsync(PortalContext context, Lifetime? message, CancellationToken cancellationToken)
    {
        if (message is not { ExpiresAt: { } end, Held: false } || tenants[message.Tenant] is not { Retention.Ticks: > 0 } tenant
            || await context.MessageEvents.CountAsync(e => e.MessageId == message.Id && e.Kind == MessageEventKind.Extended, cancellationToken) >= tenant.RetentionExtensions)
        {
            return null;
        }

        var (until, last) = (time.GetUtcNow() + tenant.Retention, message.ReceivedAt + tenant.RetentionMax);
        until = tenant.RetentionMax > TimeSpan.Zero && until > last ? last : until;
        return until >= end + Least ? until : null;
    }

    private static EvidenceEvent Event(Guid? deliveryId, DateTimeOffset until) => new(MessageEventKind.Extended, deliveryId)
    {
        Facts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["until"] = until.ToString("O", System.Globalization.CultureInfo.InvariantCulture) },
    };

    private sealed record Lifetime(Guid Id, string Tenant, DateTimeOffset ReceivedAt, DateTimeOffset? ExpiresAt, bool Held)
    {
        public static readonly System.Linq.Expressions.Expression<Func<Message, Lifetime>> Of =
            m => new Lifetime(m.Id, m.Tenant, m.ReceivedAt, m.ExpiresAt, m.HeldAt != null);
    }
}
