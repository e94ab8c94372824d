using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Storage;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages;

/// <summary>Deletes the digests of deleted mails once the mails are refused for their age. Where no age is too great, they stay.</summary>
public sealed class ForgetDeleted(IDbContextFactory<PortalContext> contexts, IOptions<TunnelOptions> options, TimeProvider time)
{
    // A mail that was signed by a clock ahead of ours is taken for that much longer.
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>Deletes what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var longest = options.Value.MaxSignatureAge;
        if (longest == TimeSpan.Zero)
        {
            return;
        }

        var forgotten = time.GetUtcNow() - longest - Slack;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.DeletedDeliveries.Where(d => d.DeletedAt < forgotten).ExecuteDeleteAsync(cancellationToken);
    }
}
