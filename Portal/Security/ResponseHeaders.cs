using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Portal.Core;

namespace Portal.Security;

/// <summary>Puts the security headers on every response, at the last moment before it leaves.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, IOptions<PortalOptions> options)
{
    private const string Powers =
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), "
        + "midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()";

    private readonly bool _strictTransport = NeedsStrictTransport(options.Value.PublicUrl);

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => ((ResponseHeaders, HttpContext))state is var (self, http)
            ? self.Write(http)
            : Task.CompletedTask, (this, context));
        return next(context);
    }

    // A browser keeps the rule for a host name on all its ports: on localhost it would break whatever else runs there.
    private static bool NeedsStrictTransport(Uri publicUrl) =>
        publicUrl.Scheme == Uri.UriSchemeHttps
        && publicUrl.IdnHost != "localhost"
        && !(IPAddress.TryParse(publicUrl.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private Task Write(HttpContext context)
    {
        var isContent = context.Response.StatusCode is < 300 or StatusCodes.Status304NotModified;
        var policy = (context.Response.StatusCode == StatusCodes.Status200OK ? context.Features.Get<HeaderPolicy>() : null)
            ?? (isContent ? context.GetEndpoint()?.Metadata.GetMetadata<HeaderPolicy>() : null) ?? HeaderPolicy.Page;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy.ContentSecurityPolicy;
        headers.XFrameOptions = policy.FrameOptions;
        headers.CacheControl = policy.CacheControl;
        headers.Remove(HeaderNames.Pragma);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = Powers;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
        if (_strictTransport)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }
}
