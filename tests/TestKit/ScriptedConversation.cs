using System.Net.Security;
using System.Text;

namespace TestKit;

/// <summary>One connection of the scripted server.</summary>
internal sealed class ScriptedConversation(ScriptedServer server, Stream stream, int number)
{
    private Stream _stream = stream;

    public async Task RunAsync(CancellationToken stop)
    {
        if (server.ImplicitTls)
        {
            await SecureAsync(stop);
        }

        await SayAsync(server.Reply("GREETING", "") ?? "220 scripted.example", stop);
        while (await ReadLineAsync(stop) is { } line)
        {
            server.Lines.Enqueue($"{number}{(_stream is SslStream ? "T" : "")} {line}");
            var verb = line.Split(' ', 2)[0].ToUpperInvariant();
            var reply = server.Reply(verb, line) ?? Common(verb);
            await SayAsync(reply, stop);
            if (verb == "STARTTLS" && reply.StartsWith("220", StringComparison.Ordinal))
            {
                await SecureAsync(stop);
            }
            else if (verb == "DATA" && reply.StartsWith("354", StringComparison.Ordinal))
            {
                server.Mails.Enqueue(await ReadMailAsync(stop));
                await SayAsync(server.Reply(".", "") ?? "250 2.0.0 taken", stop);
            }
            else if (verb == "QUIT")
            {
                return;
            }
        }
    }

    private string Common(string verb) => verb switch
    {
        "EHLO" => string.Join("\r\n", [.. server.Extensions.Select(e => "250-" + e).Prepend("250-scripted.example"), "250 HELP"]),
        "DATA" => "354 go on",
        "STARTTLS" => "220 ready",
        "QUIT" => "221 bye",
        "AUTH" => "235 2.7.0 welcome",
        _ => "250 2.1.0 fine",
    };

    private async Task SayAsync(string reply, CancellationToken stop)
    {
        if (reply == ScriptedServer.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }

        if (reply == ScriptedServer.Cut)
        {
            await _stream.DisposeAsync();
            throw new IOException("cut");
        }

        await _stream.WriteAsync(Encoding.Latin1.GetBytes(reply + "\r\n"), stop);
    }

    private async Task SecureAsync(CancellationToken stop)
    {
        if (server.Certificate is null)
        {
            await _stream.ReadExactlyAsync(new byte[1], stop);
            await SayAsync("this is no handshake", stop);
            throw new IOException("no certificate");
        }

        var secure = new SslStream(_stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, stop);
        _stream = secure;
    }

    private async Task<string> ReadMailAsync(CancellationToken stop)
    {
        var mail = new StringBuilder();
        var lines = 0;
        while (await ReadLineAsync(stop) is { } line && line != ".")
        {
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            await HinderAsync(++lines, stop);
        }

        return mail.ToString();
    }

    private async Task HinderAsync(int lines, CancellationToken stop)
    {
        if (lines % 100 == 0 && server.Rest > TimeSpan.Zero)
        {
            await Task.Delay(server.Rest, stop);
        }

        if (lines == server.CutAfterLines || lines == server.DeafAfterLines)
        {
            await SayAsync(lines == server.CutAfterLines ? ScriptedServer.Cut : ScriptedServer.Hang, stop);
        }
    }

    // Byte by byte, so that nothing is read ahead of a handshake.
    private async Task<string?> ReadLineAsync(CancellationToken stop)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _stream.ReadAsync(one, stop) == 1)
        {
            line.Add(one[0]);
            if (line is [.., (byte)'\r', (byte)'\n'])
            {
                return Encoding.UTF8.GetString([.. line[..^2]]);
            }
        }

        return null;
    }
}
