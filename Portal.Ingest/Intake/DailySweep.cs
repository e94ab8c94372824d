using Portal.Core;
using Portal.Core.Messages;

namespace Portal.Ingest.Intake;

/// <summary>Sweeps orphaned blobs and forgotten Idempotency-Keys a minute after the start, and then once a day.</summary>
internal sealed partial class DailySweep(SweepBlobs sweep, ClaimSubmission claims, TimeProvider time, ILogger<DailySweep> logger)
    : RepeatedWork(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), time, logger)
{
    private readonly ILogger _logger = logger;

    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [SweepBlobsAsync, claims.ForgetAsync];

    private async Task SweepBlobsAsync(CancellationToken cancellationToken)
    {
        var (orphans, deleted) = await sweep.RunAsync(cancellationToken);
        LogSwept(_logger, orphans, deleted);
    }

    [LoggerMessage(LogLevel.Information, "The sweep set {Orphans} blobs aside that no message names, and deleted {Deleted} that lay aside for a month")]
    private static partial void LogSwept(ILogger logger, int orphans, int deleted);
}
