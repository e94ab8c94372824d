namespace Portal.Ingest.Http;

/// <summary>Whether a request says in one way only where its body ends (RFC 9112 §6.1, §6.3): a proxy that reads it in another way
/// would take the rest for a request of its own, or this door would.</summary>
internal static class Framing
{
    private const string OverruledLength = "X-Content-Length"; // where Kestrel puts a Content-Length beside a Transfer-Encoding

    public static bool IsClear(HttpRequest request) => request.Headers.TransferEncoding.Count switch
    {
        0 => true,
        1 => "chunked".Equals(request.Headers.TransferEncoding[0], StringComparison.OrdinalIgnoreCase)
            && !request.Headers.ContainsKey(OverruledLength)
            && !HttpProtocol.IsHttp10(request.Protocol), // whose proxies know no chunks
        _ => false,
    };
}
