using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Limits;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>What queues and what sends, over a real database.</summary>
internal sealed class SmsBench : IDisposable
{
    private static readonly OutboxPace Fast = new() { Poll = TimeSpan.FromHours(1), Pause = TimeSpan.FromMilliseconds(1), Grace = TimeSpan.FromMilliseconds(50) };

    private readonly ServerPepper _pepper = new(new byte[ServerPepper.Size]);

    public SmsBench() => Journal = Database.Journal();

    public FakeClock Clock { get; } = new();

    public TempDatabase Database { get; } = new();

    public OutboxJournal Journal { get; }

    public OutboxSignal Signal { get; } = new();

    public CapturedLog<QueueSms> QueueLog { get; } = new();

    public CapturedLog<SendEntry> SendLog { get; } = new();

    public CapturedLog<DeliverOutbox> WorkerLog { get; } = new();

    public IEnumerable<string> Lines => QueueLog.Lines.Concat(SendLog.Lines).Concat(WorkerLog.Lines);

    private static FakeTransport Mails => new(new SendOutcome.Sent("250"));

    public void Dispose()
    {
        _pepper.Dispose();
        Journal.Dispose();
        Database.Dispose();
    }

    public QueueSms Queue(IOptions<SmsOptions> options) =>
        new(Database, Samples.Sealer(Clock), new SmsLimits(_pepper), options, Signal, Clock, QueueLog);

    public DeliverOutbox Worker(ISmsSender sender) => new(
        new OutboxQueue(Database, Journal, Clock, sms: true),
        new TakeOverOutbox(Database, new DataFolder(Database.Folder), Journal, Mails, Database.Boot, Clock, NullLogger<TakeOverOutbox>.Instance),
        new SendEntry(Samples.Vault, Samples.Tenants, Samples.Compose, Mails, new SendSms(sender, Clock), Journal, new CheckUse(Database), Samples.Sealer(Clock), Clock, SendLog),
        new DropSentBlobs(Database, Samples.Blobs), sender, Signal, Fast, Clock, WorkerLog);

    /// <summary>Lets the worker run until the fact holds; the limit only keeps a broken worker from hanging the run.</summary>
    public async Task RunUntilAsync(ISmsSender sender, Predicate<List<OutboxEntry>> done)
    {
        using var worker = Worker(sender);
        await worker.StartAsync(CancellationToken.None);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!done(await Database.ReadAllAsync()))
        {
            await Task.Delay(20, limit.Token);
        }

        await worker.StopAsync(CancellationToken.None);
    }

    public async Task<List<SmsMessage>> HistoryAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.SmsMessages.AsNoTracking().ToListAsync();
    }

    public async Task<List<SmsCounter>> CountersAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.SmsCounters.AsNoTracking().ToListAsync();
    }
}
