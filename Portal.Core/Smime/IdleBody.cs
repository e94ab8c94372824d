using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Smime;

/// <summary>Does what reading a signed body costs, with nothing to read: takes off base64, digests, hands out as many bytes.</summary>
internal sealed class IdleBody : IDisposable
{
    private static readonly byte[] Text = MakeText();
    private readonly Base64Decoder _decoder = new();
    private readonly byte[] _decoded = ArrayPool<byte>.Shared.Rent(Limits.Chunk + 128);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Passes as many bytes of base64; <paramref name="output"/> has room for them.</summary>
    /// <returns>Bytes written.</returns>
    public int Pass(int bytes, Span<byte> output)
    {
        var written = 0;
        for (; bytes > 0; bytes -= Math.Min(bytes, Text.Length))
        {
            written = _decoder.Push(Text.AsSpan(0, Math.Min(bytes, Text.Length)), _decoded);
            _decoded.AsSpan(0, written).CopyTo(output);
            _hash.AppendData(output[..written]);
        }

        return written;
    }

    /// <summary>The digest of nothing that matters.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    public void Dispose()
    {
        _decoder.Dispose();
        _hash.Dispose();
        ArrayPool<byte>.Shared.Return(_decoded);
    }

    private static byte[] MakeText()
    {
        var text = new StringBuilder();
        while (text.Length < Limits.Chunk)
        {
            text.Append('A', 76).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
