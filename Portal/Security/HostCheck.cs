using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Portal.Core;

namespace Portal.Security;

/// <summary>
/// Answers only under the portal's own name and the loopback names. Links are made from the setting alone, never from here. Everything
/// is asked for under the public address's scheme, also where a proxy ends TLS and speaks plainly to us.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, IOptions<PortalOptions> options)
{
    private readonly FrozenSet<string> _names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, NameOf(options.Value.PublicUrl), "localhost", "127.0.0.1", "[::1]");

    private readonly string _scheme = options.Value.PublicUrl.Scheme;

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host;

        // A probe knows the machine's address, not the portal's name; what it is told depends on no host.
        if (context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return next(context);
        }

        if (_names.Contains(host.Host) && (host.Port is not null || host.Value == host.Host))
        {
            context.Request.Scheme = _scheme;
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("400: this address is not served here.\n", context.RequestAborted);
    }

    // As browsers send it: in ASCII, and an IPv6 address in its brackets.
    private static string NameOf(Uri url) => url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
}
