using Portal.Ingest.Smtp;
using Xunit;

namespace Portal.Ingest.Tests.Smtp;

public sealed class AdmissionTests
{
    [Theory]
    [InlineData("127.0.0.1", "")]
    [InlineData("127.9.9.9", "")]
    [InlineData("::1", "")]
    [InlineData("::ffff:127.0.0.1", "")]
    [InlineData("192.0.2.7", "192.0.2.0/24")]
    [InlineData("192.0.2.7", "198.51.100.1 192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::/32")]
    public async Task A_peer_of_an_allowed_network_is_greeted(string peer, string networks)
    {
        await using var door = new PipePeer(peer, o => o.AllowedNetworks = Split(networks));
        await door.Transcript.PlayAsync("S: 220 *\nC: QUIT\nS: 221 *\nS: (closed)");
    }

    [Theory]
    [InlineData("192.0.2.7", "")]
    [InlineData("::2", "")]
    [InlineData("192.0.3.7", "192.0.2.0/24")]
    [InlineData("127.0.0.1", "192.0.2.0/24")]
    [InlineData("::192.0.2.7", "192.0.2.7")]
    public async Task Any_other_peer_is_sent_away(string peer, string networks)
    {
        await using var door = new PipePeer(peer, o => o.AllowedNetworks = Split(networks));
        await door.Transcript.PlayAsync("S: 554 5.7.1 *\nS: (closed)");
    }

    [Fact]
    public async Task A_network_that_may_not_connect_is_sent_away_on_a_real_socket()
    {
        await using var host = await DoorHost.StartAsync(o => o.AllowedNetworks = ["192.0.2.0/24"]);
        await host.PlayAsync("S: 554 5.7.1 *\nS: (closed)");
        await host.PlayAsync("S: 554 5.7.1 *\nS: (closed)", Door.Lmtp);
        Assert.Contains(host.Logs.Lines, line => line.Text.Contains("127.0.0.1 sent away with 554", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_connection_too_many_is_sent_away_until_another_ends()
    {
        await using var host = await DoorHost.StartAsync(o => o.MaxConnections = 2);
        using var first = await OpenAsync(host, Door.Smtp);
        using var second = await OpenAsync(host, Door.Lmtp);
        await first.PlayAsync("S: 220 *");
        await second.PlayAsync("S: 220 *");
        await host.PlayAsync("S: 421 4.3.2 *\nS: (closed)");
        await first.PlayAsync("C: QUIT\nS: 221 *\nS: (closed)");
        await host.PlayAsync("S: 220 *");
    }

    [Fact]
    public async Task One_address_cannot_take_all_connections()
    {
        await using var host = await DoorHost.StartAsync(o => o.MaxConnectionsPerAddress = 2);
        using var first = await OpenAsync(host, Door.Smtp);
        using var second = await OpenAsync(host, Door.Lmtp);
        await first.PlayAsync("S: 220 *");
        await second.PlayAsync("S: 220 *");
        await host.PlayAsync("S: 421 4.3.2 *\nS: (closed)");
        using (var other = new Transcript(new System.Net.Sockets.NetworkStream(await host.ConnectAsync(Door.Smtp, "127.0.0.2"), ownsSocket: true)))
        {
            await other.PlayAsync("S: 220 *");
        }

        await second.PlayAsync("C: QUIT\nS: 221 *\nS: (closed)");
        await host.PlayAsync("S: 220 *");
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    public void A_network_of_IPv6_counts_as_one_address(string first, string second, bool admitted)
    {
        var admission = new Admission(Microsoft.Extensions.Options.Options.Create(
            new SmtpOptions { MaxConnectionsPerAddress = 1, AllowedNetworks = ["2001:db8::/32", "192.0.2.0/24"] }));
        Assert.Null(admission.Enter(System.Net.IPAddress.Parse(first)));
        Assert.Equal(admitted, admission.Enter(System.Net.IPAddress.Parse(second)) is null);
    }

    [Fact]
    public async Task A_server_that_stops_says_so_to_idle_peers()
    {
        await using var host = await DoorHost.StartAsync();
        using var peer = await OpenAsync(host, Door.Smtp);
        await peer.PlayAsync(Scripts.Greeted);
        var stopped = host.StopAsync();
        await peer.PlayAsync("S: 421 4.3.2 *\nS: (closed)");
        await stopped;
    }

    [Fact]
    public async Task A_server_that_stops_lets_a_mail_come_in_that_has_begun()
    {
        await using var host = await DoorHost.StartAsync();
        using var peer = await OpenAsync(host, Door.Smtp);
        await peer.PlayAsync(Scripts.InData);
        var stopped = host.StopAsync();
        await peer.PlayAsync("C: .\nS: 250 2.0.0 *\nS: 421 4.3.2 *\nS: (closed)");
        await stopped;
        Assert.Single(host.Intake.Mails);
    }

    private static async Task<Transcript> OpenAsync(DoorHost host, Door door) =>
        new(new System.Net.Sockets.NetworkStream(await host.ConnectAsync(door), ownsSocket: true));

    private static string[] Split(string networks) => networks.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
