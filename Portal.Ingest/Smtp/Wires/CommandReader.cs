using System.Buffers;

namespace Portal.Ingest.Smtp.Wires;

/// <summary>Takes command lines off the wire.</summary>
internal sealed class CommandReader(Wire wire, TimeSpan timeout, TimeProvider time)
{
    // 512 octets (RFC 5321 §4.5.3.1.4) and generous room for what extensions add.
    private const int MaxLine = 2048;
    private const int MaxSkipped = 1024 * 1024;

    /// <summary>The next line. The whole of it must come within the timeout, so that a peer cannot trickle.</summary>
    public async ValueTask<CommandLine> ReadAsync()
    {
        var started = time.GetTimestamp();
        long skipped = 0;
        while (true)
        {
            var buffer = await wire.ReadAsync(timeout - time.GetElapsedTime(started), idle: true);
            if (buffer.PositionOf((byte)'\n') is { } newline)
            {
                return Take(buffer, newline, skipped);
            }

            // The last byte stays: it may be the CR of the line's end.
            var excess = skipped + buffer.Length > MaxLine ? buffer.Length - 1 : 0;
            skipped += excess;
            wire.AdvanceTo(buffer.GetPosition(excess), buffer.End);
            if (skipped > MaxSkipped)
            {
                throw new HangUpException(Reply.LineTooLong);
            }
        }
    }

    private CommandLine Take(ReadOnlySequence<byte> buffer, SequencePosition newline, long skipped)
    {
        var bytes = buffer.Slice(0, newline);
        var tooLong = skipped + bytes.Length + 1 > MaxLine;
        var line = CommandLine.Parse(tooLong ? bytes.Slice(Math.Max(0, bytes.Length - 1)).ToArray() : bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray());
        wire.AdvanceTo(buffer.GetPosition(1, newline));
        return tooLong ? new CommandLine("", Reply.LineTooLong) : line;
    }
}
