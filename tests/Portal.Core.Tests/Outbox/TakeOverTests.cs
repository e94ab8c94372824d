using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox;

/// <summary>What one process leaves behind when it is killed, and what another makes of it.</summary>
public sealed class TakeOverTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly OutboxJournal _own;

    public TakeOverTests() => _own = _database.Journal();

    public void Dispose()
    {
        _own.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task What_had_left_is_sent_no_second_time_and_what_was_only_claimed_is_due_at_once()
    {
        await _database.AddAsync(Samples.Entry(_clock), Samples.Entry(_clock));
        var claimed = await KilledAsync(_database.Journal(), left: 1);
        await TakeOverAsync();
        var (sent, waiting) = (await _database.ReadAsync(claimed[0].Id), await _database.ReadAsync(claimed[1].Id));
        Assert.Equal((OutboxState.Sent, 1), (sent.State, sent.Attempts));
        Assert.Empty(sent.Box);
        Assert.Equal((OutboxState.Waiting, 0, _clock.GetUtcNow()), (waiting.State, waiting.Attempts, waiting.DueAt));
        Assert.Equal(Own, Assert.Single(Journals()));
    }

    [Fact]
    public async Task What_left_before_the_machine_went_down_is_due_again()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var claimed = await KilledAsync(_database.Journal(new BootId(Guid.NewGuid())), left: 1);
        await TakeOverAsync();
        var entry = await _database.ReadAsync(claimed[0].Id);
        Assert.Equal((OutboxState.Waiting, _clock.GetUtcNow()), (entry.State, entry.DueAt));
    }

    [Fact]
    public async Task Who_lives_keeps_what_he_has_claimed()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        using var living = _database.Journal();
        var claimed = await ClaimAsync(living);
        await TakeOverAsync();
        Assert.Equal(_clock.GetUtcNow() + Lease, (await _database.ReadAsync(claimed[0].Id)).DueAt);
        Assert.Equal(2, Journals().Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task A_journal_that_is_none_changes_nothing_and_goes(int length)
    {
        await _database.AddAsync(Samples.Entry(_clock));
        using var living = _database.Journal();
        var claimed = await ClaimAsync(living);
        byte[] noise = [.. Enumerable.Range(1, length).Select(i => (byte)(i * 31))];
        var path = Path.Combine(_database.Data.Folder("outbox"), "foreign.journal");
        await File.WriteAllBytesAsync(path, noise);
        await TakeOverAsync();
        Assert.Equal(_clock.GetUtcNow() + Lease, (await _database.ReadAsync(claimed[0].Id)).DueAt);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Of_a_torn_journal_the_whole_records_count()
    {
        await _database.AddAsync(Samples.Entry(_clock), Samples.Entry(_clock));
        var claimed = await KilledAsync(_database.Journal(), left: 2);
        var path = Journals().Single(file => file != Own);
        await using (var file = File.OpenWrite(path))
        {
            file.SetLength(JournalRecord.Size + 40);
        }

        await TakeOverAsync();
        Assert.Equal(OutboxState.Sent, (await _database.ReadAsync(claimed[0].Id)).State);
        Assert.Equal(OutboxState.Waiting, (await _database.ReadAsync(claimed[1].Id)).State);
    }

    [Fact]
    public async Task A_flipped_bit_makes_a_record_none()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var claimed = await KilledAsync(_database.Journal(), left: 1);
        var path = Journals().Single(file => file != Own);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await TakeOverAsync();
        Assert.Equal(OutboxState.Waiting, (await _database.ReadAsync(claimed[0].Id)).State);
    }

    [Fact]
    public async Task What_the_database_knows_leaves_no_journal()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var journal = _database.Journal();
        var claimed = await ClaimAsync(journal);
        await new OutboxQueue(_database, journal, _clock)
            .TurnAsync([new Settlement(claimed[0], new SendOutcome.Sent("250"))], 0, Lease, CancellationToken.None);
        journal.Dispose();
        Assert.Empty(Journals());
    }

    private string Own => _own.Open();

    private string[] Journals() => Directory.GetFiles(_database.Data.Folder("outbox"));

    private async Task<IReadOnlyList<OutboxEntry>> ClaimAsync(OutboxJournal journal) =>
        await new OutboxQueue(_database, journal, _clock).TurnAsync([], 10, Lease, CancellationToken.None);

    // To close a journal that still has claims in it leaves what the kernel leaves of a killed process: the file, without its lock.
    private async Task<IReadOnlyList<OutboxEntry>> KilledAsync(OutboxJournal journal, int left)
    {
        using (journal)
        {
            var claimed = await ClaimAsync(journal);
            foreach (var entry in claimed.Take(left))
            {
                journal.Note(entry, JournalState.Taken);
            }

            return claimed;
        }
    }

    private Task TakeOverAsync() => new TakeOverOutbox(
        _database, _database.Data, _own, new FakeTransport(new SendOutcome.Sent("250")), TempDatabase.Boot, _clock,
        NullLogger<TakeOverOutbox>.Instance).RunAsync(CancellationToken.None);
}
