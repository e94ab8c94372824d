using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Portal.CrashTests;

/// <summary>The relay: takes every mail that came whole, also when who sent it is gone before the answer, which comes after a moment.</summary>
internal sealed class RelaySink : IWayOut
{
    private const int LongestAnswer = 20; // milliseconds: a disk's

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, bool>? _other;
    private readonly Task _accepting;

    /// <param name="other">Takes mails that are neither notices nor initial passwords, and says whether it is one.</param>
    public RelaySink(Func<string, bool>? other = null)
    {
        _other = other;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string[] Settings => ["--Relay:Host=127.0.0.1", $"--Relay:Port={Port}", "--Relay:Security=None"];

    public Received Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                client.NoDelay = true;
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await SayAsync(stream, "220 relay.example");
                while (await reader.ReadLineAsync(_stop.Token) is { } line && !line.StartsWith("QUIT", StringComparison.Ordinal))
                {
                    await AnswerAsync(line, reader, stream);
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The plug was pulled at the other end, or the run is over.
            }
        }
    }

    private async Task AnswerAsync(string line, StreamReader reader, NetworkStream stream)
    {
        switch (line.Split(' ', ':')[0])
        {
            case "EHLO":
                await SayAsync(stream, "250-relay.example\r\n250-PIPELINING\r\n250 SIZE 10000000");
                break;
            case "DATA":
                await SayAsync(stream, "354 go on");
                var mail = await MailAsync(reader);
                await Task.Delay(RandomNumberGenerator.GetInt32(0, LongestAnswer + 1));
                if (_other?.Invoke(mail) != true)
                {
                    Received.Take(mail);
                }

                await SayAsync(stream, "250 2.0.0 taken");
                break;
            default:
                await SayAsync(stream, "250 2.0.0 fine");
                break;
        }
    }

    // A mail that breaks off before its dot was not taken.
    private async Task<string> MailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is var line && line != ".")
        {
            mail.Append(line is null ? throw new IOException("Cut off.") : line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return mail.ToString();
    }

    private static async Task SayAsync(NetworkStream stream, string reply) => await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"));
}
