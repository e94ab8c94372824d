using System.Buffers;
using Portal.Core.Mime;

namespace Portal.Core.Smime;

/// <summary>Opens mails of the tunnel while they stream (RFC 8551, RFC 5652, RFC 5083): decrypts with one of our keys, checks the
/// signature of a pinned gateway. Uses the same memory for any size. Safe for use by several threads at once.</summary>
public sealed class TunnelReader
{
    private readonly IReadOnlyList<TunnelKey> _keys;
    private readonly Func<IReadOnlyList<TrustedSigner>> _signers;
    private readonly TimeProvider _time;

    /// <param name="keys">Our keys; during a change of keys the old and the new.</param>
    /// <param name="signers">Asked once for each mail for who is pinned now.</param>
    /// <param name="time">The clock that certificates are checked by.</param>
    public TunnelReader(IReadOnlyList<TunnelKey> keys, Func<IReadOnlyList<TrustedSigner>> signers, TimeProvider time) =>
        (_keys, _signers, _time) = (keys, signers, time);

    /// <param name="keys">Our keys; during a change of keys the old and the new.</param>
    /// <param name="signers">Who is pinned.</param>
    /// <param name="time">The clock that certificates are checked by.</param>
    public TunnelReader(IReadOnlyList<TunnelKey> keys, IReadOnlyList<TrustedSigner> signers, TimeProvider time)
        : this(keys, () => signers, time)
    {
    }

    /// <summary>Refuses AES-CBC, which does not notice changes by itself (RFC 8551 §6, EFAIL). Off unless set.</summary>
    public bool AuthenticatedEncryptionOnly { get; init; }

    /// <summary>Opens one mail. The signed content (a MIME entity, its header first) is written to <paramref name="destination"/>
    /// as it is decrypted, before the signature has been checked: it must be thrown away unless the result is
    /// <see cref="TunnelResult.Opened"/>. The body is read to its end in any case where decryption began.</summary>
    /// <returns>Opened or refused; bad input never throws. Exceptions of the two streams pass through.</returns>
    public async ValueTask<TunnelResult> OpenAsync(TunnelMail mail, Stream destination, CancellationToken ct)
    {
        if (!TryCreateDecoder(mail, out var decoder, out var refusal))
        {
            return new TunnelResult.Refused(refusal);
        }

        using var opener = new EnvelopeOpener(decoder, _keys, new SignerCheck(_signers(), _time.GetUtcNow()), AuthenticatedEncryptionOnly);
        var buffer = ArrayPool<byte>.Shared.Rent(Limits.Chunk);
        try
        {
            int read;
            do
            {
                read = await mail.Body.ReadAtLeastAsync(buffer.AsMemory(0, Limits.Chunk), Limits.Chunk, throwOnEndOfStream: false, ct)
                    .ConfigureAwait(false);
                await WriteAsync(destination, opener.Push(buffer.AsSpan(0, read)), ct).ConfigureAwait(false);
            }
            while (read == Limits.Chunk);

            var (result, rest) = opener.Finish();
            await WriteAsync(destination, rest, ct).ConfigureAwait(false);
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ValueTask WriteAsync(Stream destination, ReadOnlyMemory<byte> bytes, CancellationToken ct) =>
        bytes.IsEmpty ? ValueTask.CompletedTask : destination.WriteAsync(bytes, ct);

    private static bool TryCreateDecoder(TunnelMail mail, out Base64Decoder? decoder, out TunnelRefusal refusal)
    {
        (decoder, refusal) = (null, TunnelRefusal.NotTunnelled);
        if (!SmimeType.IsPkcs7(ContentType.Parse(mail.ContentType), "enveloped-data", "authEnveloped-data"))
        {
            return false;
        }

        try
        {
            decoder = SmimeType.CreateDecoder(mail.ContentTransferEncoding);
            return true;
        }
        catch (RefusedException e)
        {
            refusal = e.Reason;
            return false;
        }
    }
}
