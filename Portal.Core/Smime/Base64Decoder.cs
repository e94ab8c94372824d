using System.Buffers;
using System.Buffers.Text;

namespace Portal.Core.Smime;

/// <summary>Base64 (RFC 2045 §6.8) in pieces of any size. Stricter than the RFC: a character outside the alphabet other than
/// white space, or anything but white space behind the padding, is malformed.</summary>
internal sealed class Base64Decoder : IDisposable
{
    private readonly byte[] _compact = ArrayPool<byte>.Shared.Rent(Limits.Chunk);
    private int _held;
    private int _line; // characters of the line before, where it ended in CRLF
    private bool _padded;

    /// <summary>Decodes <paramref name="text"/>; <paramref name="output"/> must have room for as many bytes and 2 more.</summary>
    /// <returns>Bytes written.</returns>
    public int Push(ReadOnlySpan<byte> text, Span<byte> output)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            text = text[Compact(text)..];
            written += Decode(output[written..]);
        }

        return written;
    }

    /// <summary>Checks that the text ended with a whole group.</summary>
    public void Finish()
    {
        if (_held > 0)
        {
            throw RefusedException.Malformed();
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_compact, clearArray: true);

    // Copies lines without their breaks, as many as have room. Returns the input consumed.
    private int Compact(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && _held < _compact.Length)
        {
            var rest = text.Slice(at, Math.Min(text.Length - at, _compact.Length - _held));
            var line = NextLine(rest, out var gap);
            rest[..line].CopyTo(_compact.AsSpan(_held));
            _held += line;
            at += line + gap;
        }

        return at;
    }

    // Nearly all lines are as long as the one before: looking there first saves the search.
    private int NextLine(ReadOnlySpan<byte> text, out int gap)
    {
        gap = 2;
        if (_line > 0 && text.Length > _line + 1 && text[_line] == '\r' && text[_line + 1] == '\n')
        {
            return _line;
        }

        var line = text.IndexOfAny("\r\n \t"u8);
        var ended = line >= 0 && text[line..].StartsWith("\r\n"u8);
        _line = ended ? line : 0;
        gap = ended ? 2 : line < 0 ? 0 : 1;
        return line < 0 ? text.Length : line;
    }

    private int Decode(Span<byte> output)
    {
        var chars = _compact.AsSpan(0, _held);
        var padding = chars.IndexOf((byte)'=');
        var whole = padding < 0 ? _held & ~3 : (padding & ~3) + 4;
        if (whole > _held)
        {
            whole -= 4; // the group with the padding is not all there yet
        }
        else if (padding >= 0 && whole < _held)
        {
            throw RefusedException.Malformed();
        }

        if (whole == 0)
        {
            return 0;
        }

        if (_padded || Base64.DecodeFromUtf8(chars[..whole], output, out _, out var written) != OperationStatus.Done)
        {
            throw RefusedException.Malformed();
        }

        _padded = padding >= 0 && whole > padding;
        chars[whole..].CopyTo(chars);
        _held -= whole;
        return written;
    }
}
