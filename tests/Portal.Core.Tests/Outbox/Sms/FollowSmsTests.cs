using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

public sealed class FollowSmsTests : IAsyncLifetime, IDisposable
{
    private readonly SmsBench _bench = new();
    private readonly FakeSms _provider = new(new SendOutcome.Sent("201") { ProviderId = "SM1" });
    private FollowSms _follow = null!;

    public async Task InitializeAsync()
    {
        _follow = new FollowSms(_bench.Database, _provider, _bench.Clock);
        await _bench.Queue(SmsSamples.Options()).QueueAsync(SmsSamples.Request(_bench.Clock), default);
        await _bench.RunUntilAsync(_provider, entries => entries is [{ State: OutboxState.Sent }]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task It_is_asked_when_it_is_time_and_the_answer_is_kept()
    {
        Assert.Equal(0, await _follow.FollowAsync(default));
        _provider.Report = new SmsReport(SmsState.Delivered, null);
        _bench.Clock.Move(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await _follow.FollowAsync(default));
        var history = Assert.Single(await _bench.HistoryAsync());
        Assert.Equal((SmsState.Delivered, _bench.Clock.GetUtcNow(), null), (history.State, history.EndedAt, history.AskAt));
        _bench.Clock.Move(TimeSpan.FromDays(1));
        await _follow.FollowAsync(default);
        Assert.Single(_provider.Asked);
    }

    [Fact]
    public async Task What_failed_on_its_way_says_why()
    {
        _provider.Report = new SmsReport(SmsState.Failed, "30003");
        _bench.Clock.Move(TimeSpan.FromSeconds(10));
        await _follow.FollowAsync(default);
        var history = Assert.Single(await _bench.HistoryAsync());
        Assert.Equal((SmsState.Failed, "30003"), (history.State, history.ErrorCode));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_never_knows_more_is_asked_a_few_times_and_then_left(bool answers)
    {
        _provider.Report = answers ? new SmsReport(SmsState.Sent, null) : null;
        for (var i = 0; i < 50; i++)
        {
            _bench.Clock.Move(TimeSpan.FromHours(6));
            await _follow.FollowAsync(default);
        }

        Assert.Equal(6, _provider.Asked.Count);
        Assert.Equal((SmsState.Sent, null), ((await _bench.HistoryAsync())[0].State, (await _bench.HistoryAsync())[0].AskAt));
    }

    [Fact]
    public async Task Of_many_that_look_at_once_one_asks()
    {
        _bench.Clock.Move(TimeSpan.FromSeconds(10));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => new FollowSms(_bench.Database, _provider, _bench.Clock).FollowAsync(default))));
        Assert.Single(_provider.Asked);
    }

    [Fact]
    public async Task Old_counters_and_old_history_are_swept_and_today_is_not()
    {
        var sweep = new SweepSms(_bench.Database, SmsSamples.Options(), _bench.Clock);
        await sweep.SweepAsync(default);
        Assert.NotEmpty(await _bench.CountersAsync());
        _bench.Clock.Move(TimeSpan.FromDays(3));
        await sweep.SweepAsync(default);
        Assert.Empty(await _bench.CountersAsync());
        Assert.Single(await _bench.HistoryAsync());
        _bench.Clock.Move(TimeSpan.FromDays(90));
        await sweep.SweepAsync(default);
        Assert.Empty(await _bench.HistoryAsync());
    }
}
