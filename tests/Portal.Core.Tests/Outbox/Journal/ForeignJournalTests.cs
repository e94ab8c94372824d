using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

/// <summary>Files that look like a dead process's journal and are none, or are damaged.</summary>
public sealed class ForeignJournalTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private readonly OutboxJournal _own;

    public ForeignJournalTests() => _own = _database.Journal();

    public void Dispose()
    {
        _own.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100_000)]
    public async Task A_file_that_is_no_journal_changes_nothing_and_goes(int length)
    {
        await _database.AddAsync(Samples.Entry(_clock));
        using var living = _database.Journal();
        var claimed = Assert.Single(await ClaimAsync(living));
        var path = Path.Combine(Path.GetDirectoryName(living.Open())!, "foreign.journal");
        await File.WriteAllBytesAsync(path, [.. Enumerable.Range(1, length).Select(i => (byte)(i * 31))]);

        await TakeOverAsync();

        Assert.Equal(claimed.DueAt, (await _database.ReadAsync(claimed.Id)).DueAt);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_pipe_of_that_name_stops_nothing()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        using var living = _database.Journal();
        var pipe = Path.Combine(Path.GetDirectoryName(living.Open())!, "pipe.journal");
        Assert.Equal(0, (await Tool.TryRunAsync("mkfifo", [pipe])).Status);

        await TakeOverAsync();

        Assert.Single(await ClaimAsync(living));
        Assert.True(File.Exists(pipe));
    }

    [Fact]
    public async Task A_flipped_bit_makes_a_record_none()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var killed = _database.Journal();
        var claimed = Assert.Single(await ClaimAsync(killed));
        killed.Note(claimed, JournalState.Taken);
        var path = killed.Open();
        killed.Dispose();
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        await TakeOverAsync();

        Assert.Equal(OutboxState.Waiting, (await _database.ReadAsync(claimed.Id)).State);
    }

    [Fact]
    public async Task What_the_database_knows_leaves_no_journal()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var journal = _database.Journal();
        var claimed = Assert.Single(await ClaimAsync(journal));
        await new OutboxQueue(_database, journal, _clock)
            .TurnAsync([new Settlement(claimed, new SendOutcome.Sent("250"))], 0, Lease, CancellationToken.None);
        var path = journal.Open();

        journal.Dispose();

        Assert.False(File.Exists(path));
    }

    private Task<IReadOnlyList<OutboxEntry>> ClaimAsync(OutboxJournal journal) =>
        new OutboxQueue(_database, journal, _clock).TurnAsync([], 10, Lease, CancellationToken.None);

    private Task TakeOverAsync() => new TakeOverOutbox(
        _database, new DataFolder(_database.Folder), _own, new FakeTransport(new SendOutcome.Sent("250")), _database.Boot, _clock,
        NullLogger<TakeOverOutbox>.Instance).RunAsync(CancellationToken.None);
}
