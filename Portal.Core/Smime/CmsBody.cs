using System.Buffers;

namespace Portal.Core.Smime;

/// <summary>A body that is one CMS structure: takes off the transfer encoding and parts content from metadata.</summary>
internal sealed class CmsBody(Base64Decoder? decoder, ReadOnlyMemory<byte> path) : IDisposable
{
    private readonly BerSplitter _splitter = new(path);
    private readonly byte[] _decoded = ArrayPool<byte>.Shared.Rent(Limits.Chunk + 2);

    public bool HasContent => _splitter.HasContent;

    public byte[] Metadata() => _splitter.Metadata();

    /// <summary>Takes a piece; <paramref name="content"/> must have room for as many bytes and 2 more.</summary>
    /// <returns>Content octets written.</returns>
    public int Push(ReadOnlySpan<byte> body, Span<byte> content)
    {
        if (decoder is null)
        {
            return _splitter.Push(body, content);
        }

        var written = 0;
        for (; !body.IsEmpty; body = body[Math.Min(Limits.Chunk, body.Length)..])
        {
            var count = decoder.Push(body[..Math.Min(Limits.Chunk, body.Length)], _decoded);
            written += _splitter.Push(_decoded.AsSpan(0, count), content[written..]);
        }

        return written;
    }

    /// <summary>The body is over: the structure must be too.</summary>
    public void Finish()
    {
        decoder?.Finish();
        if (!_splitter.Ended)
        {
            throw RefusedException.Malformed();
        }
    }

    public void Dispose()
    {
        decoder?.Dispose();
        _splitter.Dispose();
        ArrayPool<byte>.Shared.Return(_decoded, clearArray: true);
    }
}
