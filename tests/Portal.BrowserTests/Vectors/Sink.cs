using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.BrowserTests.Vectors;

/// <summary>Where every connection ends that a browser opens to any host on earth. It answers nothing and takes down each.</summary>
internal sealed class Sink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _connections = new();

    public Sink()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The first bytes of each connection so far: a request, or a TLS hello with the host's name in it.</summary>
    public IReadOnlyCollection<string> Connections => _connections;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = TakeDownAsync(socket);
        }
    }

    // A connection counts from the moment it is there, whether a byte follows or not.
    private async Task TakeDownAsync(Socket socket)
    {
        using (socket)
        {
            var buffer = new byte[4096];
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            var read = 0;
            try
            {
                read = await socket.ReceiveAsync(buffer, patience.Token);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // Nothing was said.
            }

            _connections.Enqueue(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }
}
