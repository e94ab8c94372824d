using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Storage;

namespace Portal.Core.Outbox.Sms;

/// <summary>Forgets counters whose window is over, and history that is old.</summary>
internal sealed class SweepSms(IDbContextFactory<PortalContext> contexts, IOptions<SmsOptions> options, TimeProvider clock)
{
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (counted, kept) = (now.AddDays(-2), now.AddDays(-options.Value.KeepDays));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.SmsCounters.Where(c => c.Since < counted).ExecuteDeleteAsync(cancellationToken);
        await context.SmsMessages.Where(m => m.CreatedAt < kept).ExecuteDeleteAsync(cancellationToken);
    }
}
