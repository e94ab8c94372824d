using System.Net;
using System.Net.Sockets;
using TestKit;
using Xunit;

namespace Portal.Tests.EndToEnd;

/// <summary>A thousand peers that connect and say nothing more, at the default limits.</summary>
public sealed class IdleConnectionsTests
{
    private const int Peers = 1000;
    private const int Addresses = 10;
    private const long BytesEach = 64 * 1024;

    [Fact]
    public async Task A_mail_comes_in_while_a_thousand_are_idle_and_each_costs_little()
    {
        await using var office = await LiveOffice.StartAsync();
        await office.DeliverAsync(Mail(), "bob@example.org");
        var before = ProcessUsage.Resident(office.Portal.ProcessId);
        var idle = new List<Socket>();
        try
        {
            for (var i = 0; i < Peers; i++)
            {
                idle.Add(await GreetedAsync(office.Portal.SmtpPort, new IPAddress([127, 0, 1, (byte)(1 + (i % Addresses))])));
            }

            var each = (ProcessUsage.Resident(office.Portal.ProcessId) - before) / Peers;
            Assert.True(each < BytesEach, $"{each} bytes an idle connection");
            await office.DeliverAsync(Mail(), "bob@example.org");
            Assert.All(idle, socket => Assert.Equal(0, socket.Available)); // nobody was sent away
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    private static byte[] Mail() => OpenSslGateway.Rfc822($"From: alice@example.com\nMessage-ID: <{Guid.NewGuid():N}@example.com>\n\nDear Bob\n");

    private static async Task<Socket> GreetedAsync(int port, IPAddress from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var line = new byte[512];
        var length = await socket.ReceiveAsync(line);
        Assert.StartsWith("220 ", System.Text.Encoding.ASCII.GetString(line, 0, length), StringComparison.Ordinal);
        return socket;
    }
}
