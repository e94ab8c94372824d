using System.Net.Sockets;
using System.Text;

namespace Portal.Benchmarks;

/// <summary>A sender that costs next to nothing itself: whole mails in one write, replies checked.</summary>
internal static class LmtpLoad
{
    /// <summary>A mail ready for the wire. Base64 lines never begin with a dot, so nothing needs stuffing.</summary>
    public static byte[] Stuffed(byte[] mail) => [.. mail, .. "\r\n.\r\n"u8];

    public static async Task SendAsync(int port, IReadOnlyList<byte[]> mails, string recipient)
    {
        using var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync("127.0.0.1", port);
        var stream = tcp.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await ReadAsync(reader, "220");
        await stream.WriteAsync("LHLO load.example\r\n"u8.ToArray());
        await ReadAsync(reader, "250");
        var envelope = Encoding.ASCII.GetBytes($"MAIL FROM:<gateway@example.com>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n");
        foreach (var mail in mails)
        {
            await stream.WriteAsync(envelope);
            await ReadAsync(reader, "250");
            await ReadAsync(reader, "250");
            await ReadAsync(reader, "354");
            await stream.WriteAsync(mail);
            await ReadAsync(reader, "250");
        }
    }

    private static async Task ReadAsync(StreamReader reader, string expected)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync() ?? throw new IOException("The door closed the connection.");
            if (!line.StartsWith(expected, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Expected {expected}, got: {line}");
            }

            if (line[3] != '-')
            {
                return;
            }
        }
    }
}
