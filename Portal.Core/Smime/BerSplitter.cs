namespace Portal.Core.Smime;

/// <summary>Parts a CMS structure (BER or DER) that comes in pieces into its content octets and all the rest. The content is
/// where <paramref name="path"/> leads: a tag for each level, without the constructed bit on the last.</summary>
internal sealed class BerSplitter(ReadOnlyMemory<byte> path) : IDisposable
{
    /// <summary>ContentInfo, [0], EnvelopedData, EncryptedContentInfo, [0] IMPLICIT OCTET STRING (RFC 5652 §6.1).</summary>
    public static readonly ReadOnlyMemory<byte> Enveloped = new byte[] { 0x30, 0xA0, 0x30, 0x30, 0x80 };

    /// <summary>ContentInfo, [0], SignedData, EncapsulatedContentInfo, [0] EXPLICIT, OCTET STRING (RFC 5652 §5.1, §5.2).</summary>
    public static readonly ReadOnlyMemory<byte> Signed = new byte[] { 0x30, 0xA0, 0x30, 0x30, 0xA0, 0x04 };

    private const byte Constructed = 0x20;
    private readonly BerSkeleton _skeleton = new();
    private readonly Stack<Frame> _frames = new();
    private BerHeader _header;
    private long _position;
    private long _primitive; // bytes still to come of the primitive value at hand
    private bool _content;   // and whether they are content
    private int _onPath;     // how many of the open values, from the outermost, are the path's

    // An indefinite value ends at its end-of-contents octets, at the latest where the value around it ends.
    private readonly record struct Frame(long End, bool Indefinite, bool Content);

    /// <summary>Whether the content's value has begun.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Whether the outermost value is complete.</summary>
    public bool Ended { get; private set; }

    /// <summary>All but the content octets, as far as it has come; the content's value is there, empty.</summary>
    public byte[] Metadata() => _skeleton.Snapshot();

    /// <summary>Takes a piece; <paramref name="content"/> must have room for as many bytes.</summary>
    /// <returns>Content octets written.</returns>
    public int Push(ReadOnlySpan<byte> input, Span<byte> content)
    {
        var written = 0;
        while (!input.IsEmpty)
        {
            if (_primitive > 0)
            {
                var piece = input[..(int)Math.Min(_primitive, input.Length)];
                written += Value(piece, content[written..]);
                input = input[piece.Length..];
            }
            else
            {
                Octet(input[0]);
                input = input[1..];
            }
        }

        return written;
    }

    public void Dispose() => _skeleton.Dispose();

    private int Value(ReadOnlySpan<byte> piece, Span<byte> content)
    {
        if (_content)
        {
            piece.CopyTo(content);
        }
        else
        {
            _skeleton.Bytes(piece);
        }

        _primitive -= piece.Length;
        _position += piece.Length;
        CloseEnded();
        return _content ? piece.Length : 0;
    }

    private void Octet(byte value)
    {
        if (Ended)
        {
            // A binary body may be followed by line breaks of the transport, by nothing else (threats C2).
            Demand(value is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t');
            return;
        }

        _position++;
        if (_header.Add(value))
        {
            Begin(_header.Tag, _header.Length);
        }
    }

    private void Begin(byte tag, long length)
    {
        var parent = _frames.Count > 0 ? _frames.Peek() : new Frame(long.MaxValue, false, false);
        Demand(_position <= parent.End && length <= parent.End - _position);
        if (tag == 0)
        {
            Demand(length == 0 && parent.Indefinite);
            Pop();
        }
        else
        {
            _content = parent.Content || IsContent(tag);
            Write(tag, length, parent.Content);
            if ((tag & Constructed) == 0)
            {
                _primitive = length;
            }
            else
            {
                Demand(_frames.Count < Limits.Depth);
                _frames.Push(new Frame(length < 0 ? parent.End : _position + length, length < 0, _content));
            }
        }

        CloseEnded();
    }

    private void Write(byte tag, long length, bool insideContent)
    {
        if (insideContent)
        {
            Demand((tag & ~Constructed) == 0x04); // segments of an OCTET STRING, nested or not (X.690 §8.7.3)
        }
        else if (_content)
        {
            Demand(!HasContent);
            HasContent = true;
            _skeleton.Primitive((byte)(tag & ~Constructed), 0);
        }
        else if ((tag & Constructed) == 0)
        {
            Demand(_frames.Count > 0 && length <= Limits.Metadata);
            _skeleton.Primitive(tag, (int)length);
        }
        else
        {
            Follow(tag);
            _skeleton.Open(tag);
        }
    }

    private bool IsContent(byte tag) =>
        _onPath == path.Length - 1 && _frames.Count == _onPath && (tag & ~Constructed) == path.Span[^1];

    private void Follow(byte tag)
    {
        if (_onPath == _frames.Count && _onPath < path.Length - 1 && tag == path.Span[_onPath])
        {
            _onPath++;
        }

        Demand(_onPath > 0);
    }

    private void CloseEnded()
    {
        while (_primitive == 0 && _frames.TryPeek(out var frame) && !frame.Indefinite && frame.End == _position)
        {
            Pop();
        }
    }

    private void Pop()
    {
        if (!_frames.Pop().Content)
        {
            _skeleton.Close();
        }

        _onPath = Math.Min(_onPath, _frames.Count);
        Ended = _frames.Count == 0;
    }

    private static void Demand(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Malformed();
        }
    }
}
