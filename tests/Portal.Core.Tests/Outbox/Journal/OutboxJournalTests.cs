using Portal.Core.Outbox.Journal;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

public sealed class OutboxJournalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("journal-").FullName;
    private readonly FakeClock _clock = new();
    private readonly OutboxJournal _journal;

    public OutboxJournalTests() => _journal = new OutboxJournal(new DataFolder(_data), OutboxProcess.Boot);

    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public void Claims_and_how_far_they_came_outlive_the_process()
    {
        OutboxEntry[] entries = [Samples.Entry(_clock), Samples.Entry(_clock), Samples.Entry(_clock)];
        _journal.Claim(entries);
        _journal.Note(entries[1], JournalState.HandedOver);
        _journal.Note(entries[2], JournalState.HandedOver);
        _journal.Note(entries[2], JournalState.Taken);
        var path = _journal.Open();
        _journal.Dispose();
        using var left = JournalFile.TryOpen(path);
        Assert.Equal(
            [
                new(entries[0].Id, entries[0].DueAt, OutboxProcess.Boot, JournalState.Claimed),
                new(entries[1].Id, entries[1].DueAt, OutboxProcess.Boot, JournalState.HandedOver),
                new(entries[2].Id, entries[2].DueAt, OutboxProcess.Boot, JournalState.Taken),
            ],
            left!.Read());
    }

    [Fact]
    public void A_living_processs_journal_can_be_read_and_not_be_had()
    {
        _journal.Claim([Samples.Entry(_clock)]);
        var path = _journal.Open();
        Assert.Null(JournalFile.TryOpen(path));
        using var backup = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.Equal(JournalRecord.Size, backup.Length);
    }

    [Fact]
    public void Damage_takes_only_what_it_touches()
    {
        OutboxEntry[] entries = [Samples.Entry(_clock), Samples.Entry(_clock), Samples.Entry(_clock)];
        _journal.Claim(entries);
        var path = _journal.Open();
        _journal.Dispose();
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = JournalRecord.Size + 20;
            file.WriteByte(0xA5);
            file.SetLength((3 * JournalRecord.Size) - 1);
        }

        using var left = JournalFile.TryOpen(path);
        Assert.Equal(entries[0].Id, Assert.Single(left!.Read()).Id);
    }

    [Fact]
    public void Places_are_used_again()
    {
        for (var i = 0; i < 1000; i++)
        {
            OutboxEntry[] entries = [Samples.Entry(_clock), Samples.Entry(_clock)];
            _journal.Claim(entries);
            _journal.Forget(entries);
        }

        Assert.Equal(2 * JournalRecord.Size, new FileInfo(_journal.Open()).Length);
    }

    [Fact]
    public void A_place_in_use_is_not_given_away()
    {
        OutboxEntry[] first = [Samples.Entry(_clock), Samples.Entry(_clock), Samples.Entry(_clock)];
        OutboxEntry[] second = [Samples.Entry(_clock), Samples.Entry(_clock)];
        _journal.Claim(first);
        _journal.Forget([first[1]]);
        _journal.Claim(second);
        var path = _journal.Open();
        _journal.Dispose();
        using var left = JournalFile.TryOpen(path);
        Assert.Equal([first[0].Id, second[0].Id, first[2].Id, second[1].Id], left!.Read().Select(record => record.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_clean_end_leaves_a_file_only_for_what_is_open(bool settled)
    {
        OutboxEntry[] entries = [Samples.Entry(_clock)];
        _journal.Claim(entries);
        if (settled)
        {
            _journal.Forget(entries);
        }

        var path = _journal.Open();
        _journal.Dispose();
        Assert.Equal(!settled, File.Exists(path));
    }

    [Fact]
    public void Only_the_owner_may_look() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_journal.Open()));
}
