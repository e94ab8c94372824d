using Portal.Core;
using Portal.Core.Messages;

namespace Portal.Ingest.Intake;

/// <summary>Sweeps orphaned blobs, forgotten Idempotency-Keys and digests of deleted mails a minute after the start, and then once a day.</summary>
internal sealed partial class DailySweep(SweepBlobs sweep, ClaimSubmission claims, ForgetDeleted deleted, TimeProvider time, ILogger<DailySweep> logger)
    : RepeatedWork(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), time, logger)
{
    private readonly ILogger _logger = logger;

    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [SweepBlobsAsync, claims.ForgetAsync, deleted.RunAsync];

    private async Task SweepBlobsAsync(CancellationToken cancellationToken)
    {
        var (orphans, deleted) = await sweep.RunAsync(cancellationToken);
        LogSwept(_logger, orphans, deleted);
    }

    [LoggerMessage(LogLevel.Information, "The sweep set {Orphans} blobs aside that no message names, and deleted {Deleted} that lay aside for a month")]
    private static partial void LogSwept(ILogger logger, int orphans, int deleted);
}
