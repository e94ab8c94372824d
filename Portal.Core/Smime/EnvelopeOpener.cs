using System.Buffers;
using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>One mail on its way through: transfer encoding, envelope, cipher, signed entity. Works on pieces, in fixed buffers.</summary>
internal sealed class EnvelopeOpener(Base64Decoder? decoder, IReadOnlyList<TunnelKey> keys, SignerCheck check, bool authenticatedOnly)
    : IDisposable
{
    private readonly CmsBody _cms = new(decoder, BerSplitter.Enveloped);
    private readonly EntityCheck _entity = new(check);
    private readonly byte[] _ciphertext = ArrayPool<byte>.Shared.Rent(Limits.Chunk + 2);
    private readonly byte[] _plain = ArrayPool<byte>.Shared.Rent(Limits.Chunk + ContentCipher.Slack);
    private readonly byte[] _output = ArrayPool<byte>.Shared.Rent(Limits.Chunk + ContentCipher.Slack + SignedEntity.Slack);
    private ContentAlgorithm? _algorithm;
    private ContentCipher? _cipher;
    private TunnelRefusal? _refusal;
    private UnlockedKey? _key;

    /// <summary>Takes a piece of at most <see cref="Limits.Chunk"/> bytes of the body.</summary>
    /// <returns>Signed content, not yet to be trusted; valid until the next call.</returns>
    public ReadOnlyMemory<byte> Push(ReadOnlySpan<byte> body)
    {
        if (_refusal is not null)
        {
            return default; // wrong outside the ciphertext, which is no secret; the rest is only read away
        }

        try
        {
            var count = _cms.Push(body, _ciphertext);
            if (_cipher is null && _cms.HasContent)
            {
                Unlock();
            }

            var plain = _cipher?.Push(_ciphertext.AsSpan(0, count), _plain) ?? 0;
            return _output.AsMemory(0, _entity.Push(_plain.AsSpan(0, plain), _output));
        }
        catch (Exception e) when (EntityCheck.Reason(e) is { } reason)
        {
            _refusal = reason;
            return default;
        }
    }

    /// <summary>The body is over.</summary>
    /// <returns>The result, and the last of the signed content.</returns>
    public (TunnelResult Result, ReadOnlyMemory<byte> Last) Finish()
    {
        try
        {
            return _refusal is null ? Close() : (new TunnelResult.Refused(_refusal.Value), default);
        }
        catch (Exception e) when (EntityCheck.Reason(e) is { } reason)
        {
            return (new TunnelResult.Refused(reason), default);
        }
    }

    public void Dispose()
    {
        _cms.Dispose();
        _entity.Dispose();
        _cipher?.Dispose();
        ArrayPool<byte>.Shared.Return(_ciphertext);
        ArrayPool<byte>.Shared.Return(_plain, clearArray: true);
        ArrayPool<byte>.Shared.Return(_output, clearArray: true);
    }

    private void Unlock()
    {
        var header = EnvelopedHeader.Read(_cms.Metadata());
        if (authenticatedOnly && !header.Content.Authenticated)
        {
            throw new RefusedException(TunnelRefusal.WeakAlgorithm);
        }

        if (header.Content.Authenticated)
        {
            _entity.TrustHeader();
        }

        _key = ContentKey.Unlock(header, keys);
        _algorithm = header.Content;
        _cipher = ContentCipher.CreateDecryptor(header.Content, _key.Key);
        CryptographicOperations.ZeroMemory(_key.Key);
    }

    private (TunnelResult Result, ReadOnlyMemory<byte> Last) Close()
    {
        _cms.Finish();
        if (_cipher is null)
        {
            throw RefusedException.Malformed();
        }

        var trailer = _algorithm!.Authenticated ? AuthEnvelopedTrailer.Read(_cms.Metadata()) : null;
        if (trailer is not null && trailer.Tag.Length != _algorithm.TagBytes)
        {
            throw RefusedException.Malformed();
        }

        var good = _cipher.Finish(_plain, trailer, out var plain);
        var count = _entity.Push(_plain.AsSpan(0, plain), _output);
        return (Judge(_entity.Finish(), good), _output.AsMemory(0, count));
    }

    // Every refusal has cost a signature, an exception of the key and one of the entity (threats C3).
    private TunnelResult Judge(TunnelResult inside, bool good)
    {
        if (good && _key!.IsForUs && inside is TunnelResult.Opened)
        {
            return inside;
        }

        _key!.Imitate();
        _entity.Imitate();
        return !_key.IsForUs ? new TunnelResult.Refused(TunnelRefusal.NotForUs)
            : !good ? new TunnelResult.Refused(TunnelRefusal.Undecryptable)
            : inside;
    }
}
