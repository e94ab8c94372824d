using Portal.Core.Messages;

namespace Portal.Hosting;

/// <summary>Follows up invitations a minute after the start, and then every hour.</summary>
internal sealed partial class FollowUpHourly(FollowUpInvitations followUp, TimeProvider time, ILogger<FollowUpHourly> log) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(AfterStart, time, stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await RunAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (reminded, ended) = await followUp.RunAsync(cancellationToken);
            if (reminded + ended > 0)
            {
                Done(log, reminded, ended);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed(log, error.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Reminded} invited people were reminded, {Ended} invitations ended.")]
    private static partial void Done(ILogger logger, int reminded, int ended);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Invitations could not be followed up ({Kind}); the next try is in an hour.")]
    private static partial void Failed(ILogger logger, string kind);
}
