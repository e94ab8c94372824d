using System.Security.Cryptography;

namespace Portal.Core.Smime;

/// <summary>A block cipher over a stream. The last 1 to 16 bytes are always held back, for only the end tells what they are.</summary>
internal abstract class ContentCipher : IDisposable
{
    protected const int BlockBytes = 16;
    private readonly byte[] _held = new byte[BlockBytes];
    private int _heldCount;

    /// <summary>Most bytes that a push or the end writes beyond the bytes it is given.</summary>
    public const int Slack = 2 * BlockBytes;

    public static ContentCipher CreateDecryptor(ContentAlgorithm algorithm, byte[] key) =>
        algorithm.Authenticated ? new GcmCipher(key, algorithm.Iv, encrypt: false) : new CbcDecryptor(key, algorithm.Iv);

    /// <summary>Takes a piece; <paramref name="output"/> has room for it and <see cref="Slack"/>.</summary>
    /// <returns>Bytes written.</returns>
    public int Push(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (_heldCount + input.Length <= BlockBytes)
        {
            input.CopyTo(_held.AsSpan(_heldCount));
            _heldCount += input.Length;
            return 0;
        }

        var missing = BlockBytes - _heldCount;
        input[..missing].CopyTo(_held.AsSpan(_heldCount));
        input = input[missing..];
        Blocks(_held, output);
        var whole = (input.Length - 1) / BlockBytes * BlockBytes;
        if (whole > 0)
        {
            Blocks(input[..whole], output[BlockBytes..]);
        }

        _heldCount = input.Length - whole;
        input[whole..].CopyTo(_held);
        return BlockBytes + whole;
    }

    /// <summary>Ends the content.</summary>
    /// <param name="output">Room for <see cref="Slack"/>.</param>
    /// <param name="written">Bytes written; they may be wrong where the result is false.</param>
    /// <param name="trailer">GCM: the authenticated attributes and the tag.</param>
    /// <returns>Whether padding or tag fit.</returns>
    public bool Finish(Span<byte> output, AuthEnvelopedTrailer? trailer, out int written) =>
        Last(_held.AsSpan(0, _heldCount), output, trailer, out written);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_held);
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected abstract void Blocks(ReadOnlySpan<byte> input, Span<byte> output);

    protected abstract bool Last(ReadOnlySpan<byte> input, Span<byte> output, AuthEnvelopedTrailer? trailer, out int written);
}
