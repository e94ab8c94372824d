using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class SmsDeliveryTests : IDisposable
{
    private const string Sid = "SM00000000000000000000000000000001";

    private readonly SmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_queued_SMS_wakes_the_worker_and_leaves_as_it_was_asked_for()
    {
        var sender = new FakeSms(new SendOutcome.Sent("201") { ProviderId = Sid });
        using var worker = _bench.Worker(sender);
        await worker.StartAsync(CancellationToken.None);
        var request = SmsSamples.Request(_bench.Clock, "+41 79 123 45 67");
        var queued = Assert.IsType<QueueSmsOutcome.Queued>(await _bench.Queue(SmsSamples.Options()).QueueAsync(request, default));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await _bench.HistoryAsync())[0].State != SmsState.Sent)
        {
            await Task.Delay(20, limit.Token); // the worker looks by itself only after an hour
        }

        await worker.StopAsync(CancellationToken.None);
        var sms = Assert.Single(sender.Taken);
        Assert.Equal((queued.Id, "+41791234567", SmsSamples.Text), (sms.Id, sms.Number.E164, sms.Text));
        Assert.Equal(TimeSpan.FromMinutes(10), sms.Validity);
        var history = Assert.Single(await _bench.HistoryAsync());
        Assert.Equal((queued.Id, request.OwnerId, "+41 ••• •• 67", Sid), (history.Id, history.OwnerId, history.MaskedNumber, history.ProviderId));
        Assert.Equal((_bench.Clock.GetUtcNow(), _bench.Clock.GetUtcNow().AddSeconds(10)), (history.SentAt, history.AskAt));
        Assert.Empty(Assert.Single(await _bench.Database.ReadAllAsync()).Box);
    }

    [Fact]
    public async Task A_code_that_is_too_old_is_dropped_and_never_sent()
    {
        await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        _bench.Clock.Move(TimeSpan.FromMinutes(10));
        var sender = new FakeSms(new SendOutcome.Sent("201"));
        await _bench.RunUntilAsync(sender, entries => entries is [{ State: OutboxState.Failed }]);
        Assert.Empty(sender.Taken);
        var history = Assert.Single(await _bench.HistoryAsync());
        Assert.Equal((SmsState.Expired, "expired"), (history.State, history.ErrorCode));
    }

    [Fact]
    public async Task A_refusal_is_final_and_in_the_history()
    {
        await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        await _bench.RunUntilAsync(new FakeSms(new SendOutcome.Refused("400 21211")), entries => entries is [{ State: OutboxState.Failed }]);
        var history = Assert.Single(await _bench.HistoryAsync());
        Assert.Equal((SmsState.Failed, "400 21211", _bench.Clock.GetUtcNow()), (history.State, history.ErrorCode, history.EndedAt));
        Assert.Null(history.SentAt);
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_again_after_seconds_and_not_before_the_provider_likes()
    {
        await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        var now = _bench.Clock.GetUtcNow();
        await _bench.RunUntilAsync(new FakeSms(new SendOutcome.Deferred("500")), entries => entries is [{ Attempts: 1 }]);
        Assert.Equal(now.AddSeconds(5), Assert.Single(await _bench.Database.ReadAllAsync()).DueAt);
        Assert.Equal((SmsState.Waiting, "500"), ((await _bench.HistoryAsync())[0].State, (await _bench.HistoryAsync())[0].ErrorCode));
        _bench.Clock.Move(TimeSpan.FromSeconds(5));
        await _bench.RunUntilAsync(new FakeSms(new SendOutcome.Deferred("429") { NotWithin = TimeSpan.FromSeconds(90) }), entries => entries is [{ Attempts: 2 }]);
        Assert.Equal(_bench.Clock.GetUtcNow().AddSeconds(90), Assert.Single(await _bench.Database.ReadAllAsync()).DueAt);
    }

    [Fact]
    public async Task What_may_have_left_is_tried_once_more_and_no_oftener()
    {
        await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        var sender = new FakeSms(new SendOutcome.Deferred("timeout") { MayHaveLeft = true });
        await _bench.RunUntilAsync(sender, entries => entries is [{ Attempts: 1, State: OutboxState.Waiting }]);
        _bench.Clock.Move(TimeSpan.FromSeconds(5));
        await _bench.RunUntilAsync(sender, entries => entries is [{ Attempts: 2, State: OutboxState.Failed }]);
        Assert.Equal(2, sender.Taken.Count);
    }

    [Fact]
    public void All_waits_together_are_half_an_hour()
    {
        var waits = Enumerable.Range(1, 100).Select(attempt => SmsSchedule.After(attempt, mayHaveLeft: false)).TakeWhile(wait => wait is not null).ToList();
        Assert.InRange(waits.Sum(wait => wait!.Value.TotalMinutes), 25, 35);
    }

    [Fact]
    public async Task Mails_and_SMS_are_taken_by_their_own_workers_alone()
    {
        await _bench.Database.AddAsync(Samples.Entry(_bench.Clock));
        await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        var (mails, sms) = (new OutboxQueue(_bench.Database, _bench.Journal, _bench.Clock), new OutboxQueue(_bench.Database, _bench.Journal, _bench.Clock, sms: true));
        Assert.Equal(OutboxKind.Notice, Assert.Single(await mails.TurnAsync([], 10, TimeSpan.FromMinutes(1), default)).Kind);
        Assert.Equal(OutboxKind.Sms, Assert.Single(await sms.TurnAsync([], 10, TimeSpan.FromMinutes(1), default)).Kind);
    }

    [Fact]
    public async Task A_payload_that_is_none_is_refused_and_says_nothing()
    {
        var sealedPayload = new SmsPayload { Number = "c4n4ry", Text = "x", Purpose = SmsPurpose.Code, ValidUntil = DateTimeOffset.MaxValue };
        await _bench.Database.AddAsync(Samples.Sealer(_bench.Clock).Seal(sealedPayload, TenantCatalog.Default));
        await _bench.RunUntilAsync(new FakeSms(new SendOutcome.Sent("201")), entries => entries is [{ State: OutboxState.Failed, LastFailure: "unreadable entry" }]);
        Assert.DoesNotContain(_bench.Lines, line => line.Contains("c4n4ry", StringComparison.Ordinal));
    }
}
