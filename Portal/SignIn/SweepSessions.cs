using Portal.Core;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Sessions;

namespace Portal.SignIn;

/// <summary>
/// Deletes the rows of sessions that nobody ended, and of browsers that nobody uses any more, every quarter of an hour. They open nothing either way.
/// </summary>
internal sealed class SweepSessions(EndSessions sessions, RememberDevice devices, SweepFactors factors, TimeProvider time, ILogger<SweepSessions> log)
    : RepeatedWork(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), time, log)
{
    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [sessions.OverdueAsync, devices.ForgetAsync, factors.OverdueAsync];
}
