using Microsoft.EntityFrameworkCore;
using Portal.Core.Outbox;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Accounts.Devices;

/// <summary>Tells a person, at each of the account's addresses, that somebody signed in on a device that was never used before.</summary>
public sealed class TellOfDevice(
    IDbContextFactory<PortalContext> contexts, OutboxSealer outbox, OutboxSignal signal, TenantCatalog tenants, TimeProvider time)
{
    /// <summary>Queues the mails.</summary>
    /// <param name="account">Who signed in.</param>
    /// <param name="browser">What the browser says it is, in short: <c>Firefox, Windows</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task TellAsync(Account account, string browser, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mailboxes = await context.Mailboxes.Where(m => m.AccountId == account.Id && m.ReplacedAt == null).ToListAsync(cancellationToken);
        context.AddRange(mailboxes.Select(mailbox => outbox.Seal(
            new SignInPayload
            {
                To = mailbox.Address,
                At = time.GetUtcNow(),
                Browser = browser,
                Language = account.Language ?? tenants[mailbox.Tenant].Language,
            },
            mailbox.Tenant)));
        await context.SaveChangesAsync(cancellationToken);
        signal.Wake();
    }
}
