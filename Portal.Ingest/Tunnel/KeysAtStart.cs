using Microsoft.Extensions.Options;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;

namespace Portal.Ingest.Tunnel;

/// <summary>Reads the keys of the way in before a door opens: without them no mail could be taken, and the operator must hear of it.</summary>
internal sealed class KeysAtStart(IServiceProvider services, IOptions<SmtpOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(options.Value.SmtpListen) || !string.IsNullOrEmpty(options.Value.LmtpListen))
        {
            services.GetRequiredService<IIntake>();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
