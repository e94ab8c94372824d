using Portal.Core;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Digests;
using Portal.Core.Accounts.SignIns;
using Portal.Core.Messages;
using Portal.Core.Outbox.Bounces;

namespace Portal.Hosting;

/// <summary>What accounts need every few minutes: daily mails that are due, senders whose recipients could not be told, writers whose replies came back, and away with old sign-ins and codes nobody typed.</summary>
internal sealed class TendAccounts(
    SendDigests digests, TellOfBounces bounces, TellOfReturned returned, RecordSignIn signIns, AddAddress addresses, TimeProvider time, ILogger<TendAccounts> log)
    : RepeatedWork(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), time, log)
{
    protected override IReadOnlyList<Func<CancellationToken, Task>> Steps => [digests.RunAsync, bounces.RunAsync, returned.RunAsync, signIns.ForgetAsync, addresses.ForgetAsync];
}
