using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

/// <summary>A process was killed: its journal lies there, unlocked, as the kernel leaves it.</summary>
public sealed class TakeOverOutboxTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly OutboxJournal _own;

    public TakeOverOutboxTests() => _own = _database.Journal();

    public void Dispose()
    {
        _own.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task What_had_been_taken_is_not_sent_again_and_what_was_only_claimed_is_due_at_once()
    {
        await KilledAsync((_, n) => n switch { 0 => JournalState.Taken, 1 => JournalState.HandedOver, _ => null });

        await TakeOverAsync();

        var entries = (await _database.ReadAllAsync()).OrderBy(e => e.CreatedAt).ToList();
        Assert.Equal((OutboxState.Sent, 1), (entries[0].State, entries[0].Attempts));
        Assert.Empty(entries[0].Box);
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow() + TimeSpan.FromDays(1)), (entries[1].State, entries[1].DueAt));
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow(), 0), (entries[2].State, entries[2].DueAt, entries[2].Attempts));
        Assert.Empty(Journals());
    }

    [Fact]
    public async Task Without_the_take_over_it_would_be_sent_again_when_the_lease_ends()
    {
        await KilledAsync((_, _) => JournalState.Taken);
        _clock.Move(Lease);
        using var journal = _database.Journal();

        Assert.Equal(3, (await new OutboxQueue(_database, journal, _clock).TurnAsync([], 10, Lease, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_living_process_keeps_its_own()
    {
        await AddAsync();
        using var living = _database.Journal();
        var claimed = await new OutboxQueue(_database, living, _clock).TurnAsync([], 10, Lease, CancellationToken.None);

        await TakeOverAsync();

        Assert.Equal(claimed[0].DueAt, (await _database.ReadAsync(claimed[0].Id)).DueAt);
        Assert.NotEmpty(Journals());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(63)]
    public async Task A_record_of_which_a_part_was_written_counts_for_nothing(int missing)
    {
        await KilledAsync((_, _) => JournalState.Taken);
        var path = Assert.Single(Journals());
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[5] ^= 1; // the first is torn in its middle, the last at its end
        await File.WriteAllBytesAsync(path, bytes[..^missing]);

        await TakeOverAsync();

        Assert.Equal(1, (await _database.ReadAllAsync()).Count(e => e.State == OutboxState.Sent));
    }

    [Fact]
    public async Task Entries_that_the_database_does_not_know_are_left_out()
    {
        await KilledAsync((_, _) => JournalState.Taken);
        await using (var context = _database.CreateDbContext())
        {
            await context.Outbox.ExecuteDeleteAsync();
        }

        await TakeOverAsync();

        Assert.Empty(Journals());
        Assert.Empty(await _database.ReadAllAsync());
    }

    [Fact]
    public async Task After_the_machine_went_down_nobody_trusts_what_was_not_flushed()
    {
        await KilledAsync((_, _) => JournalState.Taken, new BootId(Guid.NewGuid()));

        await TakeOverAsync();

        Assert.All(await _database.ReadAllAsync(), e => Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow()), (e.State, e.DueAt)));
    }

    [Fact]
    public async Task Two_that_take_over_at_once_settle_once()
    {
        await KilledAsync((_, n) => n == 0 ? JournalState.Taken : null);
        using var other = _database.Journal();

        await Task.WhenAll(Task.Run(() => TakeOverAsync()), Task.Run(() => TakeOverAsync(other)));

        Assert.Equal(1, (await _database.ReadAllAsync()).Single(e => e.State == OutboxState.Sent).Attempts);
    }

    // Claims three entries, notes what became of them, and dies: the lock goes, the file stays.
    private async Task KilledAsync(Func<OutboxEntry, int, JournalState?> noted, BootId? boot = null)
    {
        await AddAsync();
        var dead = _database.Journal(boot);
        var claimed = await new OutboxQueue(_database, dead, _clock).TurnAsync([], 10, Lease, CancellationToken.None);
        Assert.Equal(3, claimed.Count);
        foreach (var (entry, n) in claimed.Select((entry, n) => (entry, n)))
        {
            if (noted(entry, n) is { } state)
            {
                dead.Note(entry, state);
            }
        }

        dead.Dispose();
    }

    private async Task AddAsync()
    {
        for (var n = 0; n < 3; n++)
        {
            await _database.AddAsync(Samples.Entry(_clock));
            _clock.Move(TimeSpan.FromSeconds(1));
        }
    }

    private Task TakeOverAsync(OutboxJournal? journal = null) => new TakeOverOutbox(
        _database, new DataFolder(_database.Folder), journal ?? _own, new FakeTransport(new SendOutcome.Sent("250")), _database.Boot, _clock,
        NullLogger<TakeOverOutbox>.Instance).RunAsync(CancellationToken.None);

    private string[] Journals() => Directory.Exists(Path.Combine(_database.Folder, "outbox"))
        ? [.. Directory.GetFiles(Path.Combine(_database.Folder, "outbox"), "*.journal").Where(path => path != _own.Open())]
        : [];
}
