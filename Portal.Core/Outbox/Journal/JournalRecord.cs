using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Core.Outbox.Journal;

/// <summary>One claimed outbox entry. 64 bytes: the entry's id (16), the end of its lease as UTC ticks, little-endian (8), the boot (16), the state (1),
/// and the first 23 bytes of the SHA-256 of the 41 before.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Lease">Its DueAt while it is claimed.</param>
/// <param name="Boot">The machine's start in which this was written.</param>
/// <param name="State">How far its mail has come.</param>
internal readonly record struct JournalRecord(Guid Id, DateTimeOffset Lease, BootId Boot, JournalState State)
{
    /// <summary>Bytes of a record; a divisor of a page, so that none lies across two.</summary>
    public const int Size = 64;

    private const int Checked = 41;

    /// <summary>Writes the record's 64 bytes.</summary>
    public void WriteTo(Span<byte> destination)
    {
        Id.TryWriteBytes(destination);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Lease.UtcTicks);
        Boot.Value.TryWriteBytes(destination[24..]);
        destination[40] = (byte)State;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(destination[..Checked], hash);
        hash[..(Size - Checked)].CopyTo(destination[Checked..]);
    }

    /// <summary>Reads 64 bytes; null when they are no record, or half of one.</summary>
    public static JournalRecord? Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Checked], hash);
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        return hash[..(Size - Checked)].SequenceEqual(bytes[Checked..Size]) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new JournalRecord(new Guid(bytes[..16]), new DateTimeOffset(ticks, TimeSpan.Zero), new BootId(new Guid(bytes[24..40])), (JournalState)bytes[40])
            : null;
    }
}
