namespace Portal.Core.Mime;

/// <summary>What a TNEF stream holds (MS-OXTNEF), usually named winmail.dat.</summary>
/// <param name="Files">Its attachments, in their order.</param>
/// <param name="Body">The mail's body, or null.</param>
/// <param name="BodyIsHtml">Whether the body is HTML.</param>
/// <param name="TooMany">Whether there are more files than are listed.</param>
public sealed record TnefContent(IReadOnlyList<EmbeddedFile> Files, string? Body, bool BodyIsHtml, bool TooMany)
{
    /// <summary>Whether there is a body that only stands there as compressed rich text, and that cannot be unpacked.</summary>
    public bool BodyIsDamaged { get; init; }

    /// <summary>Whether the part says that it is one.</summary>
    public static bool Is(OutlinePart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.Children.Count == 0
            && (part.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef"
                || "winmail.dat".Equals(part.FileName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Takes down what is in it. Contents are jumped over; names and the body are read, up to a length.</summary>
    /// <param name="message">All stored bytes, seekable. Stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="ct">Cancels between two reads.</param>
    /// <returns>Null where the part is malformed, lies about its lengths, or is too large to go through: then it stays a plain
    /// attachment. A message attached inside is a file here and not taken apart.</returns>
    public static async ValueTask<TnefContent?> ReadAsync(Stream message, OutlinePart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        var body = PartContent.OpenDecoded(message, part, leaveOpen: true);
        await using (body.ConfigureAwait(false))
        {
            if (!body.CanSeek && body.Length > EmbeddedLimits.MostBytes)
            {
                return null;
            }

            try
            {
                return await new TnefReader(new TnefCursor(body, body.Length), part.Number).ReadAsync(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                return null;
            }
        }
    }
}
