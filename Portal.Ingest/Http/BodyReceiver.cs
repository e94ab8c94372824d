using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Portal.Ingest.Smtp.Contents;

namespace Portal.Ingest.Http;

/// <summary>Takes a request's body into the spool while it comes. Never more of it than a buffer is in memory.</summary>
internal static class BodyReceiver
{
    /// <summary>Reads up to the end, or up to the first failure, which the content then names.</summary>
    /// <param name="request">Whose body is read.</param>
    /// <param name="content">Counts, and keeps what may be ciphertext.</param>
    /// <param name="fingerprint">Hears every byte, where somebody wants to know it again.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public static async Task ReadAsync(HttpRequest request, Content content, IncrementalHash? fingerprint, CancellationToken cancellationToken)
    {
        while (content.Failure is null)
        {
            var result = await ReadAsync(request.BodyReader, cancellationToken);
            foreach (var segment in result.Buffer)
            {
                fingerprint?.AppendData(segment.Span);
                content.Write(segment.Span);
            }

            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    // A chunk size that no number holds is the peer's fault as any other bad one, but Kestrel throws it as an IOException.
    private static async ValueTask<ReadResult> ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(cancellationToken);
        }
        catch (IOException error) when (error is not (BadHttpRequestException or ConnectionResetException))
        {
            throw new BadHttpRequestException("The framing of the body is broken.", error);
        }
    }

    /// <summary>A fingerprint that has heard the envelope: the same mail to somebody else is another request.</summary>
    public static IncrementalHash Begin(Envelope envelope)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{envelope.ReversePath}\n{string.Join('\n', envelope.Recipients)}\n\n"));
        return hash;
    }
}
