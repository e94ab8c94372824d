using Portal.Core.Mime;

namespace Portal.Core.Smime;

/// <summary>The decrypted MIME entity: reads its header, then the signed body in the form that the header states.</summary>
internal sealed class SignedEntity : IDisposable
{
    /// <summary>Most bytes that a push writes beyond the bytes it is given: what was held back before.</summary>
    public const int Slack = 4 * 1024;

    private readonly HeldBytes _header = new(2 * Limits.Header + Slack);
    private ISignedBody? _body;

    /// <summary>Whether a tag covers the plaintext, so that nobody can have turned its header into another one.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>Whether the header has ended in the header of a signed body.</summary>
    public bool HasBody => _body is not null;

    /// <summary>Takes a piece; <paramref name="output"/> must have room for it and <see cref="Slack"/>.</summary>
    /// <returns>Bytes of signed content written.</returns>
    public int Push(ReadOnlySpan<byte> plain, Span<byte> output)
    {
        if (_body is not null)
        {
            return _body.Push(plain, output);
        }

        var seen = _header.Span.Length;
        _header.Append(plain);
        var end = HeaderEnd(_header.Span, Math.Max(0, seen - 2));
        if (end == 0)
        {
            return _header.Span.Length <= Limits.Header ? 0 : throw new RefusedException(TunnelRefusal.NotSigned);
        }

        _body = CreateBody(HeaderBlock.Parse(_header.Span[..end]));
        if (!IsAuthenticated)
        {
            UnsignedText.DemandHeader(_header.Span[..end]);
        }

        return _body.Push(plain[(end - seen)..], output);
    }

    /// <summary>The entity is over: checks it whole.</summary>
    public TunnelResult.Opened Finish(SignerCheck check) =>
        _body?.Finish(check) ?? throw new RefusedException(TunnelRefusal.NotSigned);

    public void Dispose()
    {
        _header.Dispose();
        _body?.Dispose();
    }

    /// <summary>Where the body begins behind the empty line; 0 where the header has no end.</summary>
    public static int HeaderEnd(ReadOnlySpan<byte> entity, int from)
    {
        if (entity.StartsWith("\r\n"u8) || entity.StartsWith("\n"u8))
        {
            return entity.IndexOf((byte)'\n') + 1;
        }

        while (entity[from..].IndexOf((byte)'\n') is var newline and >= 0)
        {
            from += newline + 1;
            var rest = entity[from..];
            if (rest.StartsWith("\n"u8) || rest.StartsWith("\r\n"u8))
            {
                return from + (rest[0] == '\n' ? 1 : 2);
            }
        }

        return 0;
    }

    private ISignedBody CreateBody(HeaderBlock header)
    {
        var type = ContentType.Parse(header["Content-Type"]);
        if (header.Count("Content-Type") > 1 || header.Count("Content-Transfer-Encoding") > 1)
        {
            throw RefusedException.Malformed();
        }

        if (SmimeType.IsPkcs7(type, "signed-data"))
        {
            var decoder = SmimeType.CreateDecoder(header["Content-Transfer-Encoding"]);
            return IsAuthenticated ? new OpaqueBody(decoder) : new OpaqueBody(UnsignedText.DemandBase64(decoder));
        }

        return type.Is("multipart/signed") && SmimeType.IsSignature(ContentType.Parse(type["protocol"]))
            ? new DetachedBody(type, IsAuthenticated)
            : throw new RefusedException(TunnelRefusal.NotSigned);
    }
}
