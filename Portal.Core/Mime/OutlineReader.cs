using System.Buffers;

namespace Portal.Core.Mime;

/// <summary>Takes down the outline of a message in one streaming pass: constant memory but for the outline, linear time.</summary>
public static class OutlineReader
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads signed content as it came out of the tunnel.</summary>
    /// <param name="signedContent">A MIME entity: a message/rfc822 wrapper around the message, or the message itself with
    /// protected headers (RFC 8551 §3.1, RFC 9788). Read to its end, from where it stands; not disposed.</param>
    /// <param name="options">The limits.</param>
    /// <param name="ct">Cancels between two reads.</param>
    /// <returns>The outline. There is one for every sequence of bytes: malformed content never fails.</returns>
    public static async ValueTask<Outline> ReadAsync(Stream signedContent, OutlineOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(signedContent);
        ArgumentNullException.ThrowIfNull(options);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var scanner = new OutlineScanner(options);
            var filled = 0;
            while (true)
            {
                var read = await signedContent.ReadAsync(buffer.AsMemory(filled, BufferSize - filled), ct).ConfigureAwait(false);
                filled += read;
                var taken = scanner.Feed(buffer.AsSpan(0, filled), final: read == 0);
                if (read == 0)
                {
                    return scanner.Finish();
                }

                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
            }
        }
        finally
        {
            // Plaintext of a mail does not stay behind in a shared buffer.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
