namespace Portal.Core.Smime;

/// <summary>application/pkcs7-mime; smime-type=signed-data (RFC 8551 §3.5.2): the content is inside the CMS.</summary>
internal sealed class OpaqueBody(Base64Decoder? decoder) : ISignedBody
{
    private readonly CmsBody _cms = new(decoder, BerSplitter.Signed);
    private DigestSet? _digests;

    public int Push(ReadOnlySpan<byte> body, Span<byte> output)
    {
        var count = _cms.Push(body, output);
        if (_digests is null && _cms.HasContent)
        {
            _digests = new DigestSet(SignedMetadata.ReadDigests(_cms.Metadata()));
        }

        _digests?.Append(output[..count]);
        return count;
    }

    public TunnelResult.Opened Finish(SignerCheck check)
    {
        _cms.Finish();
        return _digests is null
            ? throw new RefusedException(TunnelRefusal.NotSigned) // certificates only
            : check.Verify(_cms.Metadata(), _digests);
    }

    public void Dispose()
    {
        _cms.Dispose();
        _digests?.Dispose();
    }
}
