using Portal.Core.Mime;

namespace Portal.Core.Smime;

/// <summary>multipart/signed (RFC 1847 §2.1, RFC 8551 §3.5.3): exactly two parts, the content and its signature.</summary>
internal sealed class DetachedBody : ISignedBody
{
    private readonly MultipartSplitter _splitter;
    private readonly DigestSet _digests;
    private readonly HeldBytes _signature = new(Limits.Metadata);
    private readonly HeldBytes _written = new(Limits.Chunk + SignedEntity.Slack);
    private readonly Action<int, ReadOnlySpan<byte>> _sink;
    private readonly bool _authenticated;
    private int _preamble;

    /// <param name="type">The multipart's type with its parameters.</param>
    /// <param name="authenticated">Whether a tag covers what the signature does not.</param>
    public DetachedBody(ContentType type, bool authenticated)
    {
        _authenticated = authenticated;
        _splitter = new MultipartSplitter(type["boundary"] ?? "");
        _digests = new DigestSet(ReadMicalg(type["micalg"]));
        _sink = Take;
    }

    public int Push(ReadOnlySpan<byte> body, Span<byte> output)
    {
        _written.Clear();
        _splitter.Push(body, _sink);
        _written.Span.CopyTo(output);
        return _written.Span.Length;
    }

    public TunnelResult.Opened Finish(SignerCheck check)
    {
        _splitter.Finish(_sink);
        if (!_splitter.Closed || _splitter.Part != 3)
        {
            throw RefusedException.Malformed();
        }

        return check.Verify(ReadSignature(), _digests);
    }

    public void Dispose()
    {
        _splitter.Dispose();
        _digests.Dispose();
        _signature.Dispose();
        _written.Dispose();
    }

    private void Take(int part, ReadOnlySpan<byte> bytes)
    {
        switch (part)
        {
            case 0 when (_preamble += bytes.Length) <= Limits.Header:
                UnsignedText.Demand(bytes);
                break;
            case 1 when !_splitter.Closed:
                _digests.Append(bytes);
                _written.Append(bytes);
                break;
            case 2 when !_splitter.Closed:
                _signature.Append(bytes);
                break;
            case 3 when _splitter.Closed && bytes.IndexOfAnyExcept("\r\n \t"u8) < 0:
                break; // an epilogue with text would be room for garbled blocks that go unnoticed (threats C3)
            default:
                throw RefusedException.Malformed();
        }
    }

    private byte[] ReadSignature()
    {
        var part = _signature.Span;
        var end = SignedEntity.HeaderEnd(part, 0);
        UnsignedText.Demand(part[..end]);
        var header = HeaderBlock.Parse(part[..end]);
        if (!SmimeType.IsSignature(ContentType.Parse(header["Content-Type"])))
        {
            throw new RefusedException(TunnelRefusal.NotSigned);
        }

        var decoder = SmimeType.CreateDecoder(header["Content-Transfer-Encoding"]);
        using var cms = new CmsBody(_authenticated ? decoder : UnsignedText.DemandBase64(decoder), BerSplitter.Signed);
        var body = part[end..];
        cms.Push(body, new byte[body.Length + 2]);
        cms.Finish();
        return cms.HasContent ? throw RefusedException.Malformed() : cms.Metadata(); // detached and opaque at once (threats C4)
    }

    // A hint of what to compute (RFC 8551 §3.5.3.2). Without one that is understood all are computed; the signature decides.
    private static IEnumerable<System.Security.Cryptography.HashAlgorithmName> ReadMicalg(string? micalg)
    {
        var names = (micalg ?? "").Split(',').Select(n => n.Trim().ToUpperInvariant().Replace("-", "", StringComparison.Ordinal));
        var known = DigestSet.Allowed.Where(a => names.Contains(a.Name)).ToList();
        return known.Count > 0 ? known : DigestSet.Allowed;
    }
}
