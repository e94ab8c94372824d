using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace TestKit;

/// <summary>An SMTP server on loopback that behaves as its script says, well or badly.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>Instead of a reply: the connection is cut.</summary>
    public const string Cut = "\0cut";

    /// <summary>Instead of a reply: silence.</summary>
    public const string Hang = "\0hang";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ScriptedServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The reply to a verb (upper case), to <c>GREETING</c>, or to <c>.</c>; null gives the common one.</summary>
    public Func<string, string, string?> Reply { get; set; } = (_, _) => null;

    /// <summary>The keywords after EHLO.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = ["SIZE 1000000", "8BITMIME", "PIPELINING"];

    /// <summary>The certificate for TLS, and whether it starts at once.</summary>
    public X509Certificate2? Certificate { get; set; }

    public bool ImplicitTls { get; set; }

    /// <summary>Within a mail: after how many lines of it the connection is cut, or null.</summary>
    public int? CutAfterLines { get; set; }

    /// <summary>Within a mail: after how many lines of it nothing is read any more, or null.</summary>
    public int? DeafAfterLines { get; set; }

    /// <summary>Within a mail: how long it rests after every hundredth line.</summary>
    public TimeSpan Rest { get; set; }

    /// <summary>Every line that was received, with the connection's number and a T where TLS protected it: <c>1T MAIL FROM:…</c>.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The mails as received, dots unstuffed.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                serving.Add(ServeAsync(client, ++Connections));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await new ScriptedConversation(this, client.GetStream(), number).RunAsync(_stop.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The other side left, as clients do.
            }
        }
    }
}
