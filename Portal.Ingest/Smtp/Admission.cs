using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Ingest.Smtp;

/// <summary>Who may come in: the allowed networks, and no more connections than set, over both doors.</summary>
internal sealed class Admission(IOptions<SmtpOptions> options)
{
    private static readonly IPNetwork[] ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private readonly IPNetwork[] _networks = Networks(options.Value.AllowedNetworks);
    private int _open;

    /// <summary>Reads an address or a network, or null.</summary>
    public static IPNetwork? Network(string? text)
    {
        if (ListenAddress.TryParseHost(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) ? network : null;
    }

    /// <summary>Counts a connection in. Each call is followed by one <see cref="Leave"/>.</summary>
    /// <returns>The reply that sends the peer away, or null.</returns>
    public Reply? Enter(IPAddress? peer)
    {
        var open = Interlocked.Increment(ref _open);
        if (peer is null || !_networks.Any(network => network.Contains(peer)))
        {
            return Reply.NetworkRefused;
        }

        return open > options.Value.MaxConnections ? Reply.TooManyConnections : null;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    private static IPNetwork[] Networks(string[] texts) =>
        texts.Length == 0 ? ThisMachine : [.. texts.Select(Network).OfType<IPNetwork>()];
}
