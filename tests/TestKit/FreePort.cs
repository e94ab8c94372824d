using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TestKit;

/// <summary>Ports on 127.0.0.1: one that nobody uses, and whether somebody does.</summary>
public static class FreePort
{
    // Below the range that Linux, macOS and Windows give to connections that go out.
    private const int First = 16_000;
    private const int Count = 16_000;
    private static int _next = RandomNumberGenerator.GetInt32(Count);

    /// <summary>Asks without an exception's cost, which a start that is being measured would pay for.</summary>
    public static async Task<bool> IsOpenAsync(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        var done = new TaskCompletionSource();
        attempt.Completed += (_, _) => done.SetResult();
        if (socket.ConnectAsync(attempt))
        {
            await done.Task;
        }

        return attempt.SocketError == SocketError.Success;
    }

    /// <summary>A port that nobody listens on. No other call of this process gets it, and no outgoing connection: the system takes those ports from higher up.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref _next) & int.MaxValue) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Somebody else has it.
            }
        }
    }
}
