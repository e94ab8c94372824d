using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Certificates;

/// <summary>
/// Tells people that the certificate which their messages go to will end, two weeks before, and once more when it has: from then on messages wait in the portal. Of several
/// processes at once one does each.
/// </summary>
public sealed class TellOfCertificateEnds(
    IDbContextFactory<PortalContext> contexts, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>Tells all to whom it is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!tenants[TenantCatalog.Default].OwnCertificates)
        {
            return;
        }

        var (now, soon) = (time.GetUtcNow(), time.GetUtcNow() + Ahead);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await (
            from certificate in context.MailboxCertificates
            where certificate.ProvedAt != null && certificate.InUse
                && ((certificate.EndToldAt == null && certificate.NotAfter <= soon) || (certificate.EndToldAt < certificate.NotAfter && certificate.NotAfter <= now))
            join mailbox in context.Mailboxes on certificate.MailboxId equals mailbox.Id
            where mailbox.ReplacedAt == null
            join account in context.Users on mailbox.AccountId equals account.Id
            select new Due(certificate, mailbox, account.Language)).AsNoTracking().ToListAsync(cancellationToken);
        foreach (var one in due)
        {
            await TellAsync(context, one, now, cancellationToken);
            context.ChangeTracker.Clear();
        }
    }

    private async Task TellAsync(PortalContext context, Due due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, told) = (due.Certificate.Id, due.Certificate.EndToldAt);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.MailboxCertificates.Where(c => c.Id == id && c.EndToldAt == told)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.EndToldAt, now), cancellationToken) == 0)
        {
            return;
        }

        context.Add(outbox.Seal(
            new FactorPayload
            {
                To = due.Mailbox.Address,
                At = due.Certificate.NotAfter,
                Change = due.Certificate.NotAfter <= now ? FactorChange.CertificateHasEnded : FactorChange.CertificateEndsSoon,
                Browser = "",
                Language = due.Language ?? tenants[due.Mailbox.Tenant].Language,
            },
            due.Mailbox.Tenant));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }

    private sealed record Due(MailboxCertificate Certificate, Mailbox Mailbox, string? Language);
}
