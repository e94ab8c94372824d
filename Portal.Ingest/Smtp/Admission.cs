using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Portal.Ingest.Smtp;

/// <summary>Who may come in: the allowed networks, and no more connections than set, over all mail doors and from one address.</summary>
internal sealed class Admission(IOptions<SmtpOptions> options)
{
    private static readonly IPNetwork[] ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private readonly IPNetwork[] _networks = Networks(options.Value.AllowedNetworks);
    private readonly Lock _counting = new();
    private readonly Dictionary<IPAddress, int> _openBySource = [];
    private int _open;

    /// <summary>The other end of a connection; an IPv4 address as itself, also where it came in over IPv6.</summary>
    public static IPAddress? PeerOf(ConnectionContext connection)
    {
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        return peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
    }

    /// <summary>Reads an address or a network, or null.</summary>
    public static IPNetwork? Network(string? text)
    {
        if (ListenAddress.TryParseHost(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) ? network : null;
    }

    /// <summary>Counts a connection in. Each call is followed by one <see cref="Leave"/> for the same peer.</summary>
    /// <returns>The reply that sends the peer away, or null.</returns>
    public Reply? Enter(IPAddress? peer)
    {
        var (open, ofSource) = Count(peer, 1);
        if (peer is null || !_networks.Any(network => network.Contains(peer)))
        {
            return Reply.NetworkRefused;
        }

        return open > options.Value.MaxConnections || ofSource > options.Value.MaxConnectionsPerAddress ? Reply.TooManyConnections : null;
    }

    public void Leave(IPAddress? peer) => Count(peer, -1);

    private (int Open, int OfSource) Count(IPAddress? peer, int change)
    {
        var source = Source(peer);
        lock (_counting)
        {
            _open += change;
            var ofSource = _openBySource.GetValueOrDefault(source) + change;
            if (ofSource == 0)
            {
                _openBySource.Remove(source);
            }
            else
            {
                _openBySource[source] = ofSource;
            }

            return (_open, ofSource);
        }
    }

    // One customer has a whole network of IPv6.
    private static IPAddress Source(IPAddress? peer)
    {
        if (peer is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return peer ?? IPAddress.None;
        }

        var bytes = peer.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static IPNetwork[] Networks(string[] texts) =>
        texts.Length == 0 ? ThisMachine : [.. texts.Select(Network).OfType<IPNetwork>()];
}
