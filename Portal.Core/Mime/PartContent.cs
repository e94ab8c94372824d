namespace Portal.Core.Mime;

/// <summary>Reads one part out of the stored bytes of a message.</summary>
public static class PartContent
{
    /// <summary>Opens a part's body, its transfer encoding undone while it is read.</summary>
    /// <param name="message">All stored bytes, seekable: the content that the outline was made from.</param>
    /// <param name="part">The part, from that outline.</param>
    /// <param name="leaveOpen">Whether <paramref name="message"/> stays open when the result is disposed.</param>
    /// <returns>A read-only stream whose Length is <see cref="OutlinePart.DecodedLength"/>. It can seek unless the part is
    /// quoted-printable, uuencoded, or base64 with uneven lines. Malformed encodings are passed over, never an error.</returns>
    public static Stream OpenDecoded(Stream message, OutlinePart part, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(part);
        var encoded = new RangeStream(message, part.BodyStart, part.BodyLength, leaveOpen);
        return part switch
        {
            { Children.Count: > 0 } or { Boundary: not null } => encoded,
            { Encoding: TransferEncoding.Base64 } => new DecodedStream(encoded, new Base64Decoder(), part.DecodedLength, part.EncodedLineLength),
            { Encoding: TransferEncoding.QuotedPrintable } => new DecodedStream(encoded, new QuotedPrintableDecoder(), part.DecodedLength, 0),
            { Encoding: TransferEncoding.Uuencode } => new DecodedStream(encoded, new UuDecoder(), part.DecodedLength, 0),
            _ => encoded,
        };
    }

    /// <summary>Reads a text part: a byte order mark goes first, then the declared character set; where that says nothing,
    /// UTF-8 if the bytes are UTF-8, else what an HTML text says of itself, else Windows-1252.</summary>
    /// <param name="message">All stored bytes, seekable. Stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="maxChars">How many UTF-16 units to read at most.</param>
    /// <param name="ct">Cancels between two reads.</param>
    /// <returns>The text with its line breaks as they are.</returns>
    public static async ValueTask<string> ReadTextAsync(Stream message, OutlinePart part, int maxChars, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxChars);
        var body = OpenDecoded(message, part, leaveOpen: true);
        await using (body.ConfigureAwait(false))
        {
            // No encoding needs more than four bytes for a UTF-16 unit but for its shift sequences.
            var bytes = new byte[(int)Math.Min(body.Length, Math.Min((maxChars * 4L) + 64, Array.MaxLength))];
            var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
            return TextDecoding.Decode(bytes.AsSpan(0, read), part.Charset, read < body.Length, maxChars, part.Is("text/html"));
        }
    }
}
