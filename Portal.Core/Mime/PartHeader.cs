namespace Portal.Core.Mime;

/// <summary>A part's own header fields, which the outline does not keep.</summary>
public static class PartHeader
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Reads them, up to 64 KiB, from the stored bytes.</summary>
    /// <param name="message">All stored bytes, seekable. Stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async ValueTask<HeaderBlock> ReadAsync(Stream message, OutlinePart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(part);
        var bytes = new byte[(int)Math.Min(part.BodyStart - part.HeaderStart, MostBytes)];
        message.Position = part.HeaderStart;
        var read = await message.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        return HeaderBlock.Parse(bytes.AsSpan(0, read));
    }
}
