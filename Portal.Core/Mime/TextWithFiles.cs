using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>A plain text and the files that stand uuencoded in it.</summary>
/// <param name="Text">The text without the files, as <see cref="PartContent.ReadTextAsync"/> reads it.</param>
/// <param name="Files">The files in their order.</param>
/// <param name="TooMany">Whether there are more than are listed, which then stay in the text.</param>
public sealed record TextWithFiles(string Text, IReadOnlyList<EmbeddedFile> Files, bool TooMany)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a text part in one streaming pass; memory is bounded by <paramref name="maxChars"/>.</summary>
    /// <param name="message">All stored bytes, seekable. Stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="maxChars">How many UTF-16 units to give at most.</param>
    /// <param name="ct">Cancels between two reads.</param>
    public static async ValueTask<TextWithFiles> ReadAsync(Stream message, OutlinePart part, int maxChars, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxChars);
        ArgumentNullException.ThrowIfNull(part);
        var finder = new UuFinder((int)Math.Min((maxChars * 4L) + 64, Array.MaxLength));
        var body = PartContent.OpenDecoded(message, part, leaveOpen: true);
        await using (body.ConfigureAwait(false))
        {
            await FeedAsync(finder, body, ct).ConfigureAwait(false);
        }

        var files = finder.Blocks.Select((block, i) => block with
        {
            Part = part.Number,
            Number = i + 1,
            FileName = EmbeddedFile.NameOr(block.FileName, part.Number, i + 1),
        });
        return new(TextDecoding.Decode(finder.Text, part.Charset, finder.Cut, maxChars), [.. files], finder.TooMany);
    }

    private static async ValueTask FeedAsync(UuFinder finder, Stream body, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var (filled, all) = (0, 0L);
            while (true)
            {
                var read = await body.ReadAsync(buffer.AsMemory(filled, BufferSize - filled), ct).ConfigureAwait(false);
                filled += read;
                all += read;
                var final = read == 0 || all > EmbeddedLimits.MostBytes;
                var taken = finder.Feed(buffer.AsSpan(0, filled), final, cut: final && read > 0);
                if (final)
                {
                    return;
                }

                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
