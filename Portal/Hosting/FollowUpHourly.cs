using Portal.Core;
using Portal.Core.Messages;

namespace Portal.Hosting;

/// <summary>Follows up invitations a minute after the start, and then every hour.</summary>
internal sealed partial class FollowUpHourly(FollowUpInvitations followUp, TimeProvider time, ILogger<FollowUpHourly> log)
    : RepeatedWork(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), time, log)
{
    private readonly ILogger _log = log;

    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [FollowUpAsync];

    private async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        var (reminded, ended) = await followUp.RunAsync(cancellationToken);
        if (reminded + ended > 0)
        {
            Done(_log, reminded, ended);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Reminded} invited people were reminded, {Ended} invitations ended.")]
    private static partial void Done(ILogger logger, int reminded, int ended);
}
