using Portal.Core;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.States;
using Portal.Core.Messages;
using Portal.Core.Messages.Certificates;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Retention;
using Portal.Core.Messages.Unread;

namespace Portal.Hosting;

/// <summary>Follows up invitations, unused accounts, drafts and certificates that end, a minute after the start, and then every hour.</summary>
internal sealed partial class FollowUpHourly(
    FollowUpInvitations followUp, ReplaceFailedSms failedSms, FindSenderLink links, ExpireUnused unused, DiscardDraft drafts, RemindReaders readers, TellUnread senders,
    WarnOfExpiry warn, ExpireMessages expire, TellOfCertificateEnds certificates, TimeProvider time, ILogger<FollowUpHourly> log)
    : RepeatedWork(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), time, log)
{
    private readonly ILogger _log = log;

    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps =>
        [FollowUpAsync, ReplaceAsync, ExpireAsync, links.ForgetAsync, drafts.ForgetAsync, RemindAsync, warn.RunAsync, DeleteAsync, certificates.RunAsync];

    private async Task FollowUpAsync(CancellationToken cancellationToken)
    {
        var (reminded, ended) = await followUp.RunAsync(cancellationToken);
        if (reminded + ended > 0)
        {
            Done(_log, reminded, ended);
        }
    }

    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        var (reminded, told) = (await readers.RunAsync(cancellationToken), await senders.RunAsync(cancellationToken));
        if (reminded + told > 0)
        {
            Unread(_log, reminded, told);
        }
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (await expire.RunAsync(cancellationToken) is > 0 and var deleted)
        {
            Deleted(_log, deleted);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "{Reminded} readers were reminded of messages, {Told} senders were told that theirs are unread.")]
    private static partial void Unread(ILogger logger, int reminded, int told);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Deleted} messages were deleted: their time was over.")]
    private static partial void Deleted(ILogger logger, int deleted);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Replaced} initial passwords whose SMS did not arrive went to the senders instead.")]
    private static partial void Replaced(ILogger logger, int replaced);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Expired} accounts that nobody used have expired.")]
    private static partial void Expired(ILogger logger, int expired);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Reminded} invited people were reminded, {Ended} invitations ended.")]
    private static partial void Done(ILogger logger, int reminded, int ended);
}
