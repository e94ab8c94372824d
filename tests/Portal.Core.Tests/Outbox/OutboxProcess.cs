using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tests.Outbox;

/// <summary>What one portal process has of the outbox; several may share a database and its folder. It is killed by closing its journal: the locks go,
/// the file stays.</summary>
internal sealed class OutboxProcess : IDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    public static readonly BootId Boot = new(Guid.NewGuid());

    private static readonly OutboxPace Fast = new() { Poll = TimeSpan.FromHours(1), Pause = TimeSpan.FromMilliseconds(1), Grace = TimeSpan.FromMilliseconds(50) };

    private readonly FakeClock _clock;
    private readonly IMailTransport _transport;

    public OutboxProcess(TempDatabase database, FakeClock clock, IMailTransport? transport = null, BootId? boot = null)
    {
        (_clock, _transport) = (clock, transport ?? new FakeTransport(new SendOutcome.Sent("250")));
        Journal = new OutboxJournal(new DataFolder(database.Folder), boot ?? Boot);
        Queue = new OutboxQueue(database, Journal, clock);
        Send = new SendEntry(Samples.Vault, Samples.Tenants, Samples.Compose, _transport, new SendSms(new NoSms(), clock), Journal, new CheckUse(database), Samples.Sealer(clock), clock, Log);
        Drop = new DropSentBlobs(database, Samples.Blobs);
        TakeOver = new TakeOverOutbox(
            database, new DataFolder(database.Folder), Journal, _transport, boot ?? Boot, clock, new CapturedLog<TakeOverOutbox>());
    }

    public OutboxJournal Journal { get; }

    public OutboxQueue Queue { get; }

    public SendEntry Send { get; }

    public DropSentBlobs Drop { get; }

    public TakeOverOutbox TakeOver { get; }

    public OutboxSignal Signal { get; } = new();

    public CapturedLog<SendEntry> Log { get; } = new();

    public CapturedLog<DeliverOutbox> WorkerLog { get; } = new();

    public DeliverOutbox Worker() => new(Queue, TakeOver, Send, Drop, _transport, Signal, Fast, _clock, WorkerLog);

    public Task<IReadOnlyList<OutboxEntry>> ClaimAsync(int most = 100) => Queue.TurnAsync([], most, Lease, CancellationToken.None);

    public Task TakeOverAsync() => TakeOver.RunAsync(CancellationToken.None);

    public void Kill() => Journal.Dispose();

    public void Dispose() => Journal.Dispose();
}
