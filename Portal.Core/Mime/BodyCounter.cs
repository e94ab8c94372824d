namespace Portal.Core.Mime;

/// <summary>Counts what a body becomes when it is decoded, while it goes by.</summary>
internal struct BodyCounter(TransferEncoding encoding)
{
    private readonly TransferEncoding _encoding = encoding;
    private readonly QuotedPrintableDecoder? _quoted = encoding == TransferEncoding.QuotedPrintable ? new() : null;
    private readonly UuDecoder? _uuencoded = encoding == TransferEncoding.Uuencode ? new() : null;
    private Base64Counter _base64;
    private long _length; // of the encodings that are counted by decoding

    /// <summary>Base64: see <see cref="OutlinePart.EncodedLineLength"/>.</summary>
    public readonly int LineLength => _encoding == TransferEncoding.Base64 ? _base64.LineLength : 0;

    /// <summary>Bytes of the decoded body.</summary>
    /// <param name="encodedLength">Bytes of the body as it stands.</param>
    public readonly long DecodedLength(long encodedLength) => _encoding switch
    {
        TransferEncoding.Base64 => _base64.DecodedLength,
        TransferEncoding.QuotedPrintable => _length + (_quoted?.CountEnd() ?? 0),
        TransferEncoding.Uuencode => _length + (_uuencoded?.CountEnd() ?? 0),
        _ => encodedLength,
    };

    public void Take(ReadOnlySpan<byte> content)
    {
        if (_encoding == TransferEncoding.Base64)
        {
            _base64.Take(content);
        }
        else
        {
            _length += _quoted?.Count(content) ?? _uuencoded?.Count(content) ?? 0;
        }
    }
}
