using System.Net.Sockets;
using System.Text;

namespace Portal.Benchmarks;

/// <summary>A mail with one huge attachment, made while it is read.</summary>
internal sealed class BigMail(long size) : Stream
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        "Content-Type: message/rfc822\r\n\r\nFrom: Alice <alice@example.com>\r\nTo: Big <big@example.org>\r\nSubject: Big\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n--b\r\n"
        + "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=big.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n");

    private static readonly byte[] Line = Encoding.ASCII.GetBytes(new string('Q', 76) + "\r\n");
    private static readonly byte[] Tail = "--b--\r\n"u8.ToArray();
    private readonly long _lines = size / Line.Length;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => Head.Length + (_lines * Line.Length) + Tail.Length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <summary>Sends a mail that lies ready for the wire in a file.</summary>
    public static async Task SendAsync(int port, string path, string recipient)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        var stream = tcp.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"LHLO load.example\r\nMAIL FROM:<gateway@example.com>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n"));
        while (!(await reader.ReadLineAsync())!.StartsWith("354", StringComparison.Ordinal))
        {
            // Greeting, LHLO's lines, MAIL and RCPT.
        }

        await using (var mail = File.OpenRead(path))
        {
            await mail.CopyToAsync(stream);
        }

        var reply = await reader.ReadLineAsync();
        if (reply?.StartsWith("250", StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException($"The big mail was not taken: {reply}");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && _position < Length)
        {
            var source = Part();
            var length = Math.Min(source.Length, buffer.Length - written);
            source[..length].CopyTo(buffer[written..]);
            written += length;
            _position += length;
        }

        return written;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ReadOnlySpan<byte> Part()
    {
        if (_position < Head.Length)
        {
            return Head.AsSpan((int)_position);
        }

        var body = _position - Head.Length;
        return body < _lines * Line.Length ? Line.AsSpan((int)(body % Line.Length)) : Tail.AsSpan((int)(body - (_lines * Line.Length)));
    }
}
