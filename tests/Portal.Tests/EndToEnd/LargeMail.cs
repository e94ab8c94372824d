using System.Buffers.Text;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Smime;

namespace Portal.Tests.EndToEnd;

/// <summary>A mail with one large attachment, made piece by piece: it is nowhere held whole.</summary>
internal sealed class LargeMail(long attachmentBytes)
{
    private const int LineBytes = 57;
    private const int PieceBytes = LineBytes * 1024;

    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(PieceBytes);

    public long AttachmentBytes { get; } = attachmentBytes / PieceBytes * PieceBytes;

    /// <summary>The attachment's SHA-256.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var piece = 0L; piece < AttachmentBytes / PieceBytes; piece++)
        {
            hash.AppendData(Piece(piece));
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Some bytes of the attachment.</summary>
    public byte[] Range(long from, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Piece((from + i) / PieceBytes)[(int)((from + i) % PieceBytes)])];

    /// <summary>Writes the tunnelled mail into a file.</summary>
    public async Task WriteAsync(string file, TunnelWriterOptions options)
    {
        await using var output = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        await output.WriteAsync(Encoding.ASCII.GetBytes(
            $"From: gateway@example.com\r\nMIME-Version: 1.0\r\nContent-Type: {TunnelWriter.ContentType(options)}\r\n"
            + $"Content-Transfer-Encoding: {TunnelWriter.ContentTransferEncoding}\r\n\r\n"));
        var pipe = new Pipe();
        await Task.WhenAll(
            Task.Run(() => WriteEntityAsync(pipe.Writer)),
            Task.Run(() => new TunnelWriter(TimeProvider.System).WriteAsync(pipe.Reader.AsStream(), output, options, CancellationToken.None)));
    }

    private async Task WriteEntityAsync(PipeWriter writer)
    {
        await using var entity = writer.AsStream();
        await entity.WriteAsync(Encoding.ASCII.GetBytes(
            "Content-Type: message/rfc822\r\n\r\nFrom: alice@example.com\r\nTo: bob@example.org\r\nSubject: Large\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n--b\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=large.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"));
        var lines = new byte[PieceBytes / LineBytes * (Base64.GetMaxEncodedToUtf8Length(LineBytes) + 2)];
        for (var piece = 0L; piece < AttachmentBytes / PieceBytes; piece++)
        {
            var (bytes, at) = (Piece(piece), 0);
            for (var line = 0; line < PieceBytes; line += LineBytes)
            {
                Base64.EncodeToUtf8(bytes.AsSpan(line, LineBytes), lines.AsSpan(at), out _, out var written);
                at += written;
                lines[at++] = (byte)'\r';
                lines[at++] = (byte)'\n';
            }

            await entity.WriteAsync(lines.AsMemory(0, at));
        }

        await entity.WriteAsync("--b--\r\n"u8.ToArray());
    }

    private static byte[] Piece(long number)
    {
        var piece = (byte[])Noise.Clone();
        BitConverter.TryWriteBytes(piece, number);
        return piece;
    }
}
