using Portal.Core;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.External;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.MailCodes;
using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>
/// Deletes the rows of sessions that nobody ended, of browsers that nobody uses any more, of mailed codes and of attempts at providers, every quarter
/// of an hour. They open nothing either way.
/// </summary>
internal sealed class SweepSessions(
    EndSessions sessions, RememberDevice devices, SendMailCode codes, SpendAttempt attempts, SweepFactors factors,
    TimeProvider time, ILogger<SweepSessions> log)
    : RepeatedWork(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), time, log)
{
    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps =>
        [sessions.OverdueAsync, devices.ForgetAsync, codes.ForgetAsync, attempts.ForgetAsync, factors.OverdueAsync];
}
