using System.Net.Sockets;
using System.Text;

namespace TestKit;

/// <summary>The least of a sender that speaks SMTP or LMTP, without help from the product's own client.</summary>
public sealed class MailClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly bool _lmtp;
    private NetworkStream _stream = null!;
    private StreamReader _reader = null!;

    private MailClient(bool lmtp) => _lmtp = lmtp;

    public static async Task<MailClient> ConnectAsync(int port, bool lmtp = false)
    {
        var client = new MailClient(lmtp);
        await client._tcp.ConnectAsync("127.0.0.1", port);
        client._stream = client._tcp.GetStream();
        client._reader = new StreamReader(client._stream, Encoding.ASCII);
        await client.ReplyAsync();
        await client.CommandAsync(lmtp ? "LHLO sender.example" : "EHLO sender.example");
        return client;
    }

    /// <summary>Sends one mail and gives the final replies: one over SMTP, one a recipient over LMTP.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(byte[] mail, params string[] recipients)
    {
        await CommandAsync("MAIL FROM:<gateway@example.com>");
        foreach (var recipient in recipients)
        {
            await CommandAsync($"RCPT TO:<{recipient}>");
        }

        await CommandAsync("DATA");
        await _stream.WriteAsync(Stuff(mail));
        await _stream.WriteAsync("\r\n.\r\n"u8.ToArray());
        var replies = new List<string>();
        for (var i = 0; i < (_lmtp ? recipients.Length : 1); i++)
        {
            replies.Add(await ReplyAsync());
        }

        return replies;
    }

    /// <summary>Sends all of a mail but its last bytes, lets something be looked at, and sends the rest.</summary>
    public async Task<string> SendAsync(byte[] mail, string recipient, Func<Task> midway)
    {
        await CommandAsync("MAIL FROM:<gateway@example.com>");
        await CommandAsync($"RCPT TO:<{recipient}>");
        await CommandAsync("DATA");
        var stuffed = Stuff(mail);
        await _stream.WriteAsync(stuffed.AsMemory(..^100));
        await midway();
        await _stream.WriteAsync(stuffed.AsMemory(^100..));
        await _stream.WriteAsync("\r\n.\r\n"u8.ToArray());
        return await ReplyAsync();
    }

    /// <summary>Sends a mail of any size to one recipient as it is: its lines end in CRLF and none begins with a dot.</summary>
    public async Task<string> SendAsync(Stream mail, string recipient)
    {
        await CommandAsync("MAIL FROM:<gateway@example.com>");
        await CommandAsync($"RCPT TO:<{recipient}>");
        await CommandAsync("DATA");
        await mail.CopyToAsync(_stream, 1 << 18);
        await _stream.WriteAsync("\r\n.\r\n"u8.ToArray());
        return await ReplyAsync();
    }

    public async Task<string> CommandAsync(string line)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        return await ReplyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    private async Task<string> ReplyAsync()
    {
        while (true)
        {
            var line = await _reader.ReadLineAsync() ?? throw new IOException("The door closed the connection.");
            if (line.Length < 4 || line[3] != '-')
            {
                return line;
            }
        }
    }

    private static byte[] Stuff(byte[] mail)
    {
        var lines = Encoding.Latin1.GetString(mail).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines.Select(l => l.StartsWith('.') ? "." + l : l)));
    }
}
