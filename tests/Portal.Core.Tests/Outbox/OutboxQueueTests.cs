using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox;

public sealed class OutboxQueueTests : IDisposable
{
    private static readonly TimeSpan Lease = OutboxProcess.Lease;
    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly OutboxProcess _process;
    private readonly OutboxProcess _other;
    private readonly OutboxQueue _queue;

    public OutboxQueueTests()
    {
        (_process, _other) = (new OutboxProcess(_database, _clock), new OutboxProcess(_database, _clock));
        _queue = _process.Queue;
    }

    public void Dispose()
    {
        _process.Dispose();
        _other.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task What_is_claimed_is_nobody_elses_until_the_lease_ends()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        Assert.Single(await ClaimAsync(10));
        Assert.Empty(await ClaimAsync(10));
        _clock.Move(Lease);
        Assert.Single(await ClaimAsync(10));
    }

    [Fact]
    public async Task What_is_not_due_is_not_claimed_and_no_more_is_than_asked_for()
    {
        var later = Samples.Entry(_clock);
        later.DueAt += TimeSpan.FromSeconds(1);
        await _database.AddAsync(later, Samples.Entry(_clock), Samples.Entry(_clock), Samples.Entry(_clock));
        Assert.Equal(2, (await ClaimAsync(2)).Count);
        Assert.DoesNotContain(await ClaimAsync(10), entry => entry.Id == later.Id);
    }

    [Fact]
    public async Task Two_workers_at_once_never_get_the_same_entry()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 200).Select(_ => Samples.Entry(_clock))]);
        var claims = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => Task.Run(() => (i % 2 == 0 ? _queue : _other.Queue).TurnAsync([], 7, Lease, CancellationToken.None))));
        var ids = claims.SelectMany(claim => claim).Select(entry => entry.Id).ToList();
        Assert.Equal(200, ids.Count);
        Assert.Equal(200, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_sent_entry_is_emptied_and_never_due_again()
    {
        var entry = await SettleAsync(new SendOutcome.Sent("250 2.0.0"));
        Assert.Equal((OutboxState.Sent, 1, null), (entry.State, entry.Attempts, entry.LastFailure));
        Assert.Empty(entry.Box);
        _clock.Move(TimeSpan.FromDays(30));
        Assert.Empty(await ClaimAsync(10));
    }

    [Fact]
    public async Task A_deferred_entry_waits_its_time_and_keeps_the_code()
    {
        var entry = await SettleAsync(new SendOutcome.Deferred("451 4.3.0"));
        Assert.Equal((OutboxState.Waiting, 1, "451 4.3.0"), (entry.State, entry.Attempts, entry.LastFailure));
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromMinutes(1), entry.DueAt);
        Assert.NotEmpty(entry.Box);
    }

    [Fact]
    public async Task A_refused_entry_is_kept_for_the_operator()
    {
        var entry = await SettleAsync(new SendOutcome.Refused("550 5.1.1"));
        Assert.Equal((OutboxState.Failed, 1, "550 5.1.1"), (entry.State, entry.Attempts, entry.LastFailure));
        Assert.NotEmpty(entry.Box);
        _clock.Move(TimeSpan.FromDays(30));
        Assert.Empty(await ClaimAsync(10));
    }

    [Fact]
    public async Task What_was_not_begun_counts_no_attempt_and_is_due_at_once()
    {
        var entry = await SettleAsync(new SendOutcome.NotBegun());
        Assert.Equal((OutboxState.Waiting, 0, null), (entry.State, entry.Attempts, entry.LastFailure));
        Assert.Single(await ClaimAsync(10));
    }

    [Fact]
    public async Task An_entry_that_always_fails_is_given_up_after_five_days()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var begun = _clock.GetUtcNow();
        while (await ClaimAsync(10) is [var entry])
        {
            await _queue.TurnAsync([new Settlement(entry, new SendOutcome.Deferred("timeout"))], 0, Lease, CancellationToken.None);
            _clock.Move(RetrySchedule.After(entry.Attempts + 1) ?? TimeSpan.FromDays(1));
        }

        var given = Assert.Single(await _database.ReadAllAsync());
        Assert.Equal((OutboxState.Failed, "timeout"), (given.State, given.LastFailure));
        Assert.InRange((_clock.GetUtcNow() - begun).TotalDays, 5.5, 6.5);
    }

    [Fact]
    public async Task A_late_failure_does_not_touch_what_another_worker_has_taken_over()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var mine = Assert.Single(await ClaimAsync(1));
        _clock.Move(Lease);
        var theirs = Assert.Single(await ClaimAsync(1));
        await _queue.TurnAsync([new Settlement(mine, new SendOutcome.Refused("550"))], 0, Lease, CancellationToken.None);
        var entry = await _database.ReadAsync(mine.Id);
        Assert.Equal((OutboxState.Waiting, theirs.DueAt, 0), (entry.State, entry.DueAt, entry.Attempts));
    }

    private Task<IReadOnlyList<OutboxEntry>> ClaimAsync(int most) => _queue.TurnAsync([], most, Lease, CancellationToken.None);

    private async Task<OutboxEntry> SettleAsync(SendOutcome outcome)
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var claimed = Assert.Single(await ClaimAsync(1));
        await _queue.TurnAsync([new Settlement(claimed, outcome)], 0, Lease, CancellationToken.None);
        return await _database.ReadAsync(claimed.Id);
    }
}
