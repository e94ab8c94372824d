using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Core.Outbox.Sms;

/// <summary>What is to be done for SMS that have left: asks about them every few seconds, and sweeps every hour.</summary>
internal sealed partial class TendSms(FollowSms follow, SweepSms sweep, TimeProvider clock, ILogger<TendSms> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    private DateTimeOffset _swept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TendAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task TendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await follow.FollowAsync(cancellationToken);
            if (clock.GetUtcNow() - _swept > Between)
            {
                await sweep.SweepAsync(cancellationToken);
                _swept = clock.GetUtcNow();
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailure(error.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "SMS that have left could not be followed ({Failure}); it is tried again.")]
    private partial void LogFailure(string failure);
}
