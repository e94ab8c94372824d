using System.Diagnostics.CodeAnalysis;
using System.Net;
using Portal.Ingest.Smtp;

namespace Portal.Ingest.Http;

/// <summary>Reads where the HTTP door listens: <c>https://127.0.0.1:8425</c>, <c>https://*:8425</c>; <c>http://</c> on loopback alone.</summary>
internal sealed record HttpListenAddress(IPEndPoint Endpoint, bool Tls)
{
    private const string Secure = "https://";
    private const string Plain = "http://";

    public static bool TryParse(string text, [NotNullWhen(true)] out HttpListenAddress? address)
    {
        address = null;
        var tls = text.StartsWith(Secure, StringComparison.OrdinalIgnoreCase);
        if (!tls && !text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!ListenAddress.TryParse(text[(tls ? Secure : Plain).Length..].TrimEnd('/'), out var endpoint)
            || (!tls && !IPAddress.IsLoopback(endpoint.Address)))
        {
            return false;
        }

        address = new HttpListenAddress(endpoint, tls);
        return true;
    }
}
