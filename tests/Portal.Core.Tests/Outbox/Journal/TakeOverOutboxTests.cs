using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

/// <summary>One process is killed, another finds what it left.</summary>
public sealed class TakeOverOutboxTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly FakeTransport _relay = new(new SendOutcome.Sent("250"));

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task What_was_taken_and_not_settled_is_never_sent_again()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 10).Select(_ => Samples.Entry(_clock))]);
        using (var killed = new OutboxProcess(_database, _clock, _relay))
        {
            foreach (var entry in await killed.ClaimAsync())
            {
                await killed.Send.SendAsync(entry, CancellationToken.None);
            }

            killed.Kill();
        }

        using var next = new OutboxProcess(_database, _clock, _relay);
        using var worker = next.Worker();
        await worker.StartAsync(CancellationToken.None);
        await _database.UntilAsync(entries => entries.All(e => e.State == OutboxState.Sent));
        await worker.StopAsync(CancellationToken.None);
        Assert.Equal(10, _relay.Mails.Count);
        Assert.All(await _database.ReadAllAsync(), entry => Assert.Equal((0, 1), (entry.Box.Length, entry.Attempts)));
    }

    [Fact]
    public async Task What_was_only_claimed_is_due_at_once_and_what_was_handed_over_a_day_later()
    {
        var (claimed, handed) = await KillAsync(JournalState.Claimed, JournalState.HandedOver);
        using var next = new OutboxProcess(_database, _clock);
        await next.TakeOverAsync();
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow(), 0, null), await StateAsync(claimed));
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow().AddDays(1), 1, "unconfirmed"), await StateAsync(handed));
        Assert.Equal(claimed, Assert.Single(await next.ClaimAsync()).Id);
        Assert.Single(Journals());
    }

    [Fact]
    public async Task After_the_machine_itself_went_down_everything_is_due_at_once()
    {
        var (handed, taken) = await KillAsync(JournalState.HandedOver, JournalState.Taken);
        using var next = new OutboxProcess(_database, _clock, boot: new BootId(Guid.NewGuid()));
        await next.TakeOverAsync();
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow(), 0, null), await StateAsync(handed));
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow(), 0, null), await StateAsync(taken));
    }

    [Fact]
    public async Task What_another_has_claimed_since_is_left_to_it()
    {
        var (claimed, handed) = await KillAsync(JournalState.Claimed, JournalState.HandedOver);
        _clock.Move(OutboxProcess.Lease);
        using var other = new OutboxProcess(_database, _clock);
        var due = (await other.ClaimAsync())[0].DueAt;
        using var next = new OutboxProcess(_database, _clock);
        await next.TakeOverAsync();
        Assert.Equal((OutboxState.Waiting, due, 0, null), await StateAsync(claimed));
        Assert.Equal((OutboxState.Waiting, due, 0, null), await StateAsync(handed));
    }

    [Fact]
    public async Task A_process_that_lives_keeps_what_it_has()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        using var living = new OutboxProcess(_database, _clock);
        var mine = Assert.Single(await living.ClaimAsync());
        using var next = new OutboxProcess(_database, _clock);
        await next.TakeOverAsync();
        Assert.Empty(await next.ClaimAsync());
        Assert.Equal((OutboxState.Waiting, mine.DueAt, 0, null), await StateAsync(mine.Id));
        Assert.Equal(2, Journals().Length);
    }

    [Fact]
    public async Task Ids_that_the_database_does_not_know_are_passed_over()
    {
        var stranger = Samples.Entry(_clock);
        using (var killed = new OutboxProcess(_database, _clock))
        {
            killed.Journal.Claim([stranger]);
            killed.Journal.Note(stranger, JournalState.Taken);
            killed.Kill();
        }

        await _database.AddAsync(Samples.Entry(_clock));
        using var next = new OutboxProcess(_database, _clock);
        await next.TakeOverAsync();
        Assert.Equal(OutboxState.Waiting, Assert.Single(await _database.ReadAllAsync()).State);
        Assert.Single(Journals());
    }

    [Fact]
    public async Task A_claim_that_came_to_nothing_takes_no_place()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        using var process = new OutboxProcess(_database, _clock);
        var entry = Assert.Single(await process.ClaimAsync());
        await process.Queue.TurnAsync([new Settlement(entry, new SendOutcome.Sent("250"))], 0, OutboxProcess.Lease, CancellationToken.None);
        process.Kill();
        Assert.Empty(Journals());
    }

    private async Task<(Guid First, Guid Second)> KillAsync(JournalState first, JournalState second)
    {
        await _database.AddAsync(Samples.Entry(_clock), Samples.Entry(_clock));
        using var killed = new OutboxProcess(_database, _clock);
        var entries = await killed.ClaimAsync();
        killed.Journal.Note(entries[0], first);
        killed.Journal.Note(entries[1], second);
        killed.Kill();
        return (entries[0].Id, entries[1].Id);
    }

    private async Task<(OutboxState State, DateTimeOffset DueAt, int Attempts, string? Failure)> StateAsync(Guid id)
    {
        var entry = await _database.ReadAsync(id);
        return (entry.State, entry.DueAt, entry.Attempts, entry.LastFailure);
    }

    private string[] Journals() => Directory.GetFiles(Path.Combine(_database.Folder, "outbox"));
}
