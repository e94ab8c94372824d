using Portal.Core.Outbox.Journal;
using Xunit;

namespace Portal.Core.Tests.Outbox.Journal;

public sealed class JournalRecordTests
{
    private static readonly JournalRecord Record = new(Guid.NewGuid(), new DateTimeOffset(2026, 11, 20, 14, 5, 0, TimeSpan.Zero), OutboxProcess.Boot, JournalState.HandedOver);

    [Fact]
    public void What_was_written_is_read() => Assert.Equal(Record, JournalRecord.Read(Bytes()));

    [Fact]
    public void A_change_of_any_byte_makes_it_no_record()
    {
        for (var at = 0; at < JournalRecord.Size; at++)
        {
            var bytes = Bytes();
            bytes[at] ^= 1;
            Assert.Null(JournalRecord.Read(bytes));
        }
    }

    [Fact]
    public void One_that_was_torn_at_any_place_is_none()
    {
        var before = new byte[JournalRecord.Size];
        (Record with { Id = Guid.NewGuid(), State = JournalState.Taken }).WriteTo(before);
        for (var at = 1; at < JournalRecord.Size; at++)
        {
            Assert.Null(JournalRecord.Read([.. Bytes()[..at], .. before[at..]]));
            Assert.Null(JournalRecord.Read([.. Bytes()[..at], .. new byte[JournalRecord.Size - at]]));
        }
    }

    [Fact]
    public void Zeros_are_none() => Assert.Null(JournalRecord.Read(new byte[JournalRecord.Size]));

    private static byte[] Bytes()
    {
        var bytes = new byte[JournalRecord.Size];
        Record.WriteTo(bytes);
        return bytes;
    }
}
