using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>
/// Deletes the rows of sessions that nobody ended, and of browsers that nobody uses any more, every quarter of an hour. They open nothing either way.
/// </summary>
internal sealed partial class SweepSessions(EndSessions sessions, RememberDevice devices, TimeProvider time, ILogger<SweepSessions> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sessions.OverdueAsync(cancellationToken);
            await devices.ForgetAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed(log, error.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended sessions could not be deleted ({Kind}); the next try is in 15 minutes.")]
    private static partial void Failed(ILogger logger, string kind);
}
