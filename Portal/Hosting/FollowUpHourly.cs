using Portal.Core;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.States;
using Portal.Core.Messages;
using Portal.Core.Messages.Certificates;
using Portal.Core.Messages.Drafts;

namespace Portal.Hosting;

/// <summary>Follows up invitations, unused accounts, drafts and certificates that end, a minute after the start, and then every hour.</summary>
internal sealed partial class FollowUpHourly(
    FollowUpInvitations followUp, ReplaceFailedSms failedSms, FindSenderLink links, ExpireUnused unused, DiscardDraft drafts, TellOfCertificateEnds certificates,
    TimeProvider time, ILogger<FollowUpHourly> log)
    : RepeatedWork(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), time, log)
{
    private readonly ILogger _log = log;

    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [FollowUpAsync, ReplaceAsync, ExpireAsync, links.ForgetAsync, drafts.ForgetAsync, certificates.RunAsync];

    private async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        var (reminded, ended) = await followUp.RunAsync(cancellationToken);
        if (reminded + ended > 0)
        {
            Done(_log, reminded, ended);
        }
    }

    private async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        if (await failedSms.RunAsync(cancellationToken) is > 0 and var replaced)
        {
            Replaced(_log, replaced);
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        if (await unused.RunAsync(cancellationToken) is > 0 and var expired)
        {
            Expired(_log, expired);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Replaced} initial passwords whose SMS did not arrive went to the senders instead.")]
    private static partial void Replaced(ILogger logger, int replaced);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Expired} accounts that nobody used have expired.")]
    private static partial void Expired(ILogger logger, int expired);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Reminded} invited people were reminded, {Ended} invitations ended.")]
    private static partial void Done(ILogger logger, int reminded, int ended);
}
