using System.Buffers;
using System.Text;

namespace Portal.Core.Smime;

/// <summary>Cuts the body of a multipart (RFC 2046 §5.1.1) that comes in pieces at its delimiter lines. A line break before a
/// delimiter belongs to the delimiter, all other bytes to the part.</summary>
internal sealed class MultipartSplitter : IDisposable
{
    private const int LongestBoundary = 256; // 70 by the RFC
    private const int LongestLine = 1000;    // a delimiter line with more white space than that is none
    private readonly byte[] _delimiter;
    private readonly byte[] _work = ArrayPool<byte>.Shared.Rent(Limits.Chunk + SignedEntity.Slack);
    private int _held = 1;
    private bool _afterLine = true; // the first byte held is a line break that is no content, but may begin a delimiter

    public MultipartSplitter(string boundary)
    {
        if (boundary.Length is 0 or > LongestBoundary || !Ascii.IsValid(boundary))
        {
            throw RefusedException.Malformed();
        }

        _delimiter = Encoding.ASCII.GetBytes("\n--" + boundary);
        _work[0] = (byte)'\n'; // the body may begin with a delimiter
    }

    /// <summary>Where the bytes belong that come next: 0 the preamble, 1 the first part, and so on.</summary>
    public int Part { get; private set; }

    /// <summary>Whether the closing delimiter has come.</summary>
    public bool Closed { get; private set; }

    /// <summary>Takes a piece of at most <see cref="Limits.Chunk"/>; calls <paramref name="sink"/> with the part's number and bytes of it.</summary>
    public void Push(ReadOnlySpan<byte> body, Action<int, ReadOnlySpan<byte>> sink)
    {
        body.CopyTo(_work.AsSpan(_held));
        var end = _held + body.Length;
        var at = Cut(end, final: false, sink);
        _work.AsSpan(at, end - at).CopyTo(_work);
        _held = end - at;
    }

    /// <summary>The body is over.</summary>
    public void Finish(Action<int, ReadOnlySpan<byte>> sink)
    {
        var at = Cut(_held, final: true, sink);
        Emit(at, _held, sink);
        _held = 0;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_work, clearArray: true);

    // Hands out what is decided, and returns where the undecided begins.
    private int Cut(int end, bool final, Action<int, ReadOnlySpan<byte>> sink)
    {
        var (at, search) = (0, 0);
        while (true)
        {
            var found = _work.AsSpan(search, end - search).IndexOf(_delimiter);
            if (found < 0)
            {
                return Emit(at, Math.Max(at, end - _delimiter.Length - 1), sink);
            }

            found += search;
            var rest = _work.AsSpan(found + _delimiter.Length, end - found - _delimiter.Length);
            var newline = rest.IndexOf((byte)'\n');
            if (newline < 0 && !final && rest.Length < LongestLine)
            {
                return Emit(at, Math.Max(at, found - 1), sink); // the line break may have two characters
            }

            search = found + 1;
            if (Accept(newline < 0 ? rest : rest[..newline], out var closing))
            {
                var carriageReturn = found > at && _work[found - 1] == '\r' ? 1 : 0;
                Emit(at, Math.Max(at, found - carriageReturn), sink);
                (Part, Closed, _afterLine) = (Part + 1, closing, newline >= 0);
                at = search = newline < 0 ? end : found + _delimiter.Length + newline;
            }
        }
    }

    // The whole line must be the delimiter: boundaries that begin alike are common in nested multiparts.
    private bool Accept(ReadOnlySpan<byte> rest, out bool closing)
    {
        closing = rest.StartsWith("--"u8);
        return !Closed && rest[(closing ? 2 : 0)..].IndexOfAnyExcept(" \t\r"u8) < 0;
    }

    private int Emit(int from, int to, Action<int, ReadOnlySpan<byte>> sink)
    {
        if (to <= from)
        {
            return from;
        }

        var skip = _afterLine ? 1 : 0;
        _afterLine = false;
        sink(Part, _work.AsSpan(from + skip, to - from - skip));
        return to;
    }
}
