using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>Takes one request over a bare connection, keeps its bytes and answers as it is told.</summary>
internal sealed class RecordingGateway : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<string> _request;

    public RecordingGateway(string answer)
    {
        _listener.Start();
        _request = TakeAsync(answer);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The request's head and body.</summary>
    public async Task<(string Head, string Body)> RequestAsync() =>
        (await _request.WaitAsync(TimeSpan.FromSeconds(30))).Split("\r\n\r\n", 2) is [var head, var body] ? (head, body) : default;

    public void Dispose() => _listener.Dispose();

    private async Task<string> TakeAsync(string answer)
    {
        using var peer = await _listener.AcceptTcpClientAsync();
        await using var stream = peer.GetStream();
        using var taken = new MemoryStream();
        var buffer = new byte[8192];
        while (!IsWhole(Encoding.UTF8.GetString(taken.ToArray())))
        {
            taken.Write(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return Encoding.UTF8.GetString(taken.ToArray());
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return end > 0 && Encoding.UTF8.GetByteCount(text[(end + 4)..])
            >= (length is null ? 0 : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
