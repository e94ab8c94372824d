using Portal.Core.Messages;

namespace Portal.Ingest.Intake;

/// <summary>Sweeps orphaned blobs and forgotten Idempotency-Keys a minute after the start, and then once a day.</summary>
internal sealed partial class DailySweep(SweepBlobs sweep, ClaimSubmission claims, TimeProvider time, ILogger<DailySweep> logger) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = AfterStart; ; wait = Interval)
            {
                await Task.Delay(wait, time, stoppingToken);
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
            var (orphans, deleted) = await sweep.RunAsync(cancellationToken);
            LogSwept(orphans, deleted);
            await claims.ForgetAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Information, "The sweep set {Orphans} blobs aside that no message names, and deleted {Deleted} that lay aside for a month")]
    private partial void LogSwept(int orphans, int deleted);

    [LoggerMessage(LogLevel.Warning, "The sweep of blobs failed ({Error}); the next one is in a day")]
    private partial void LogFailed(string error);
}
