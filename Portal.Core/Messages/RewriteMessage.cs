using System.Buffers;
using System.Text;
using Portal.Core.Mime;

namespace Portal.Core.Messages;

/// <summary>Copies a message without the header fields and marks in subjects that steer the portal, and with trusted outer fields that it lacks.</summary>
internal static class RewriteMessage
{
    private const int BufferSize = 65536;

    public static async Task CopyAsync(
        Stream source, Outline outline, IReadOnlyList<HeaderField> missing, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var position = 0L;
            var insertAt = missing.Count > 0 ? outline.MessageStart : long.MaxValue;
            foreach (var ((start, length), instead) in Changes(outline))
            {
                if (insertAt <= start)
                {
                    await CopyAsync(source, destination, insertAt - position, buffer, cancellationToken);
                    await WriteAsync(missing, destination, cancellationToken);
                    (position, insertAt) = (insertAt, long.MaxValue);
                }

                await CopyAsync(source, destination, start - position, buffer, cancellationToken);
                await destination.WriteAsync(instead, cancellationToken);
                source.Position = position = start + length;
            }

            if (insertAt < long.MaxValue)
            {
                await CopyAsync(source, destination, insertAt - position, buffer, cancellationToken);
                await WriteAsync(missing, destination, cancellationToken);
            }

            await CopyAsync(source, destination, long.MaxValue, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static IEnumerable<(ByteRange Range, byte[] Instead)> Changes(Outline outline) => outline.SteeringRanges
        .Select(range => (Range: range, Instead: Array.Empty<byte>()))
        .Concat(outline.MarkedSubjects.Select(subject => (subject.Range, subject.WithoutMarks())))
        .OrderBy(change => change.Range.Start);

    private static async Task CopyAsync(
        Stream source, Stream destination, long count, byte[] buffer, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, BufferSize)), cancellationToken);
            if (read == 0)
            {
                return;
            }

            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            count -= read;
        }
    }

    // Unfolded on purpose: a reader unfolds anyway, and no value can begin a line of its own.
    private static async Task WriteAsync(IReadOnlyList<HeaderField> fields, Stream destination, CancellationToken cancellationToken)
    {
        foreach (var field in fields)
        {
            await destination.WriteAsync(Encoding.UTF8.GetBytes($"{field.Name}: {field.Value}\r\n"), cancellationToken);
        }
    }
}
