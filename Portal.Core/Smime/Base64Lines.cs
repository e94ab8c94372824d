using System.Buffers;
using System.Buffers.Text;

namespace Portal.Core.Smime;

/// <summary>Base64 in full lines of 76 characters with CRLF (RFC 2045 §6.8), from pieces of any size.</summary>
internal sealed class Base64Lines
{
    private const int LineBytes = 57;
    private const int LineChars = 76;
    private readonly byte[] _held = new byte[LineBytes];
    private int _heldCount;

    public void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output, bool last)
    {
        if (_heldCount > 0)
        {
            var missing = Math.Min(LineBytes - _heldCount, bytes.Length);
            bytes[..missing].CopyTo(_held.AsSpan(_heldCount));
            _heldCount += missing;
            bytes = bytes[missing..];
            if (_heldCount == LineBytes)
            {
                Line(_held, output);
                _heldCount = 0;
            }
        }

        for (; bytes.Length >= LineBytes; bytes = bytes[LineBytes..])
        {
            Line(bytes[..LineBytes], output);
        }

        bytes.CopyTo(_held.AsSpan(_heldCount)); // not empty only where nothing is held
        _heldCount += bytes.Length;
        if (last && _heldCount > 0)
        {
            Line(_held.AsSpan(0, _heldCount), output);
            _heldCount = 0;
        }
    }

    private static void Line(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var line = output.GetSpan(LineChars + 2);
        Base64.EncodeToUtf8(bytes, line, out _, out var written);
        "\r\n"u8.CopyTo(line[written..]);
        output.Advance(written + 2);
    }
}
