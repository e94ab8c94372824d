using System.Collections.Concurrent;
using TestKit;

namespace Portal.CrashTests;

/// <summary>A gateway's queue: what got its 250 is done, what had no answer goes back.</summary>
internal sealed class Feeder(MailPool pool)
{
    private const int Connections = 8;

    private readonly ConcurrentQueue<int> _waiting = new(pool.Hashes.Keys.Order());
    private int _acknowledged;
    private int _sentAgain;

    public int Waiting => _waiting.Count;

    public int Acknowledged => _acknowledged;

    /// <summary>Mails that had no answer and were sent once more.</summary>
    public int SentAgain => _sentAgain;

    /// <summary>Sends until nothing waits or the portal is gone.</summary>
    public Task RunAsync(int port) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(port))));

    private async Task SendAsync(int port)
    {
        try
        {
            await using var client = await MailClient.ConnectAsync(port, lmtp: true);
            while (_waiting.TryDequeue(out var next))
            {
                if (!await SendAsync(client, next))
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            // The plug was pulled while it connected.
        }
    }

    private async Task<bool> SendAsync(MailClient client, int number)
    {
        try
        {
            await using var mail = pool.Open(number);
            var reply = await client.SendAsync(mail, "bob@example.org");
            if (reply.StartsWith("250 ", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _acknowledged);
                return true;
            }

            // Only a portal that is going away may say later; nothing here may be refused.
            if (!reply.StartsWith('4'))
            {
                throw new InvalidOperationException($"Mail {number} got: {reply}");
            }
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            // The plug was pulled within this mail.
        }

        Interlocked.Increment(ref _sentAgain);
        _waiting.Enqueue(number);
        return false;
    }
}
