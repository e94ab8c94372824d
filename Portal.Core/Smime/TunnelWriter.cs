using System.Buffers;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>Signs (where somebody is to sign), then encrypts a MIME entity while it streams (RFC 8551 §3.7). Uses the same memory for any size.</summary>
public sealed class TunnelWriter(TimeProvider time)
{
    /// <summary>The value of the outer Content-Transfer-Encoding.</summary>
    public const string ContentTransferEncoding = "base64";

    /// <summary>The value of the outer Content-Type.</summary>
    public static string ContentType(TunnelWriterOptions options) => IsGcm(options.Encryption)
        ? "application/pkcs7-mime; smime-type=authEnveloped-data; name=smime.p7m"
        : "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m";

    /// <summary>Writes the body of the outer mail: base64 in lines of 76 characters that end in CRLF.</summary>
    /// <param name="entity">The content to sign: a MIME entity, its header first, its text lines ending in CRLF (RFC 8551 §3.1.1).</param>
    /// <param name="destination">Where the body goes.</param>
    /// <param name="options">Who signs, for whom, how.</param>
    /// <param name="ct">Ends the work early.</param>
    public async Task WriteAsync(Stream entity, Stream destination, TunnelWriterOptions options, CancellationToken ct)
    {
        using var signed = CreateSigned(options);
        using var envelope = new EnvelopeWriter(options);
        using var stages = new TunnelStages(signed, envelope);
        var buffer = ArrayPool<byte>.Shared.Rent(Limits.Chunk);
        try
        {
            int read;
            do
            {
                read = await entity.ReadAtLeastAsync(buffer.AsMemory(0, Limits.Chunk), Limits.Chunk, throwOnEndOfStream: false, ct)
                    .ConfigureAwait(false);
                await destination.WriteAsync(stages.Push(buffer.AsSpan(0, read), last: read < Limits.Chunk), ct).ConfigureAwait(false);
            }
            while (read == Limits.Chunk);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal static bool IsGcm(TunnelEncryption encryption) => encryption is TunnelEncryption.Aes128Gcm or TunnelEncryption.Aes256Gcm;

    private ISignedWriter CreateSigned(TunnelWriterOptions options)
    {
        if (options.Signer is null)
        {
            return new UnsignedWriter();
        }

        var signature = new SignatureWriter(options.Signer, time.GetUtcNow());
        return options.Detached ? new DetachedWriter(signature) : new OpaqueWriter(signature);
    }
}
