using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Primitives;
using Portal.Core.Storage.Model;
using Portal.Core.Tunnel;
using Portal.Ingest.Tunnel;

namespace Portal.Ingest.Http;

/// <summary>Which gateway a request comes from: by its bearer key (RFC 6750), or without one by its TLS client certificate.</summary>
internal sealed class CallingGateway(PinnedGateways pinned, TimeProvider time)
{
    /// <returns>Null where neither is known: a key that is sent must be right, whatever certificate is shown beside it.</returns>
    public async ValueTask<Gateway?> IdentifyAsync(HttpContext context)
    {
        var gateways = (await pinned.CurrentAsync(context.RequestAborted)).Gateways.Values;
        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            return Bearer(authorization) is { } key ? gateways.FirstOrDefault(g => GatewayCredentials.IsKeyOf(g, key)) : null;
        }

        return context.Connection.ClientCertificate is { } certificate && IsInTime(certificate)
            ? gateways.FirstOrDefault(g => GatewayCredentials.IsCertificateOf(g, certificate))
            : null;
    }

    private static string? Bearer(StringValues authorization) =>
        authorization.Count == 1
        && AuthenticationHeaderValue.TryParse(authorization[0], out var value)
        && value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? value.Parameter
            : null;

    private bool IsInTime(X509Certificate2 certificate)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= now && now <= certificate.NotAfter.ToUniversalTime();
    }
}
