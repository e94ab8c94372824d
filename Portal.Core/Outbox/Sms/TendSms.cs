using Microsoft.Extensions.Logging;

namespace Portal.Core.Outbox.Sms;

/// <summary>What is to be done for SMS that have left: asks about them every few seconds, and sweeps every hour.</summary>
internal sealed class TendSms(FollowSms follow, SweepSms sweep, TimeProvider clock, ILogger<TendSms> logger)
    : RepeatedWork(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), clock, logger)
{
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock = clock;
    private DateTimeOffset _swept;

    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [follow.FollowAsync, SweepAsync];

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (_clock.GetUtcNow() - _swept > BetweenSweeps)
        {
            await sweep.SweepAsync(cancellationToken);
            _swept = _clock.GetUtcNow();
        }
    }
}
