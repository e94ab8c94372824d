using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core.Smime;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>The plug is pulled in the middle of a burst: what got its 250 is there, once, and the rest can be sent again.</summary>
public sealed class KillTests
{
    private const int Kills = 3;
    private const int Connections = 8;

    private readonly ConcurrentQueue<(string Id, byte[] Mail)> _waiting = new();
    private readonly ConcurrentDictionary<string, bool> _accepted = new();

    [Fact]
    public async Task What_was_accepted_is_there_exactly_once()
    {
        await using var office = await LiveOffice.StartAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            await FillAsync(office, 400);
            var before = _accepted.Count;
            var burst = BurstAsync(office.Portal.LmtpPort);
            while (_accepted.Count < before + 60 && !burst.IsCompleted)
            {
                await Task.Delay(10);
            }

            Assert.False(burst.IsCompleted, "The burst ended before the plug was pulled.");
            await office.RestartAfterKillAsync();
            await burst;
        }

        Assert.NotEmpty(_waiting);
        await BurstAsync(office.Portal.LmtpPort); // what had no answer comes again
        Assert.Empty(_waiting);
        Assert.Equal(Kills * 400, _accepted.Count);
        Assert.Equal(_accepted.Keys.Order(), (await ReadAllAsync(office)).Order());
    }

    private async Task FillAsync(LiveOffice office, int upTo)
    {
        using var signer = TunnelKey.Load(office.Gateway.CertificateFile, office.Gateway.KeyFile);
        using var portal = X509CertificateLoader.LoadCertificateFromFile(office.TunnelCertificate);
        var options = new TunnelWriterOptions { Signer = signer, Recipients = [portal] };
        for (var i = 0; i < upTo; i++)
        {
            var id = $"{Guid.NewGuid():N}@example.com";
            using var entity = new MemoryStream(OpenSslGateway.Rfc822($"From: alice@example.com\nSubject: Burst\nMessage-ID: <{id}>\n\nDear Bob\n"));
            using var mail = new MemoryStream();
            mail.Write(Encoding.ASCII.GetBytes(
                $"Content-Type: {TunnelWriter.ContentType(options)}\r\nContent-Transfer-Encoding: {TunnelWriter.ContentTransferEncoding}\r\n\r\n"));
            await new TunnelWriter(TimeProvider.System).WriteAsync(entity, mail, options, CancellationToken.None);
            _waiting.Enqueue((id, mail.ToArray()));
        }
    }

    private Task BurstAsync(int port) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(port))));

    // As a gateway: what has no answer goes back into the queue.
    private async Task SendAsync(int port)
    {
        try
        {
            await using var client = await MailClient.ConnectAsync(port, lmtp: true);
            while (_waiting.TryDequeue(out var next))
            {
                try
                {
                    var reply = Assert.Single(await client.SendAsync(next.Mail, "bob@example.org"));
                    Assert.StartsWith("250 ", reply, StringComparison.Ordinal);
                    Assert.True(_accepted.TryAdd(next.Id, true));
                }
                catch (IOException)
                {
                    _waiting.Enqueue(next);
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            // The plug was pulled while it connected.
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAllAsync(LiveOffice office)
    {
        using var person = new Person(office.Portal);
        var notice = (await office.Outgoing.ToAsync("bob@example.org"))[0];
        await person.RegisterAsync(Outgoing.Link(notice), Outgoing.InitialPassword((await office.Outgoing.ToAsync("alice@example.com"))[0]));
        var ids = new List<string>();
        foreach (var message in await person.InboxAsync())
        {
            var original = await person.ReadAsync($"/messages/{message:N}/original.eml");
            ids.Add(original.Split("Message-ID: <")[1].Split('>')[0]);
        }

        return ids;
    }
}
