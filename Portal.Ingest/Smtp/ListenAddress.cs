using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Portal.Ingest.Smtp;

/// <summary>Reads the address of a door: <c>127.0.0.1:2525</c>, <c>[::1]:2525</c>, <c>localhost:2525</c> or <c>*:25</c>.</summary>
internal static class ListenAddress
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = Host(text[..colon]);
        address = host is null ? null : new IPEndPoint(host, port);
        return address is not null;
    }

    /// <summary>Reads a whole IP address. The platform's parser alone would take "1" for 0.0.0.1.</summary>
    public static bool TryParseHost([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return text is not null
            && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3)
            && IPAddress.TryParse(text, out address);
    }

    // Names other than localhost are not looked up: a door must not move because a name server says so.
    private static IPAddress? Host(string host) => host switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.IPv6Any,
        ['[', .. var inner, ']'] => TryParseHost(inner, out var v6) && v6.GetAddressBytes().Length == 16 ? v6 : null,
        _ => TryParseHost(host, out var v4) && v4.GetAddressBytes().Length == 4 ? v4 : null,
    };
}
