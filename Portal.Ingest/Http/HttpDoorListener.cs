using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using Portal.Ingest.Smtp;

namespace Portal.Ingest.Http;

/// <summary>Opens the HTTP door on a Kestrel endpoint of its own, where a setting says so.</summary>
internal sealed partial class HttpDoorListener(IOptions<SmtpOptions> settings, Admission admission, ILogger<HttpDoorListener> logger)
    : IConfigureOptions<KestrelServerOptions>
{
    private const int OtherFields = 50;
    private const int OtherBytes = 16 * 1024;
    private const int RecipientBytes = 288; // a path of 254, the field's name, CRLF

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        if (!HttpListenAddress.TryParse(settings.Value.HttpListen, out var address))
        {
            return;
        }

        MakeRoomForRecipients(options.Limits, settings.Value.MaxRecipients);
        options.RequestHeaderEncodingSelector = DigitsOnly.For;
        options.Listen(address.Endpoint, listen =>
        {
            // The pace of a body can be watched for each request in HTTP/1.1 alone.
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => AdmitAsync(connection, next));
            if (address.Tls)
            {
                listen.UseHttps(Tls);
            }
        });
    }

    // Each recipient may have a field of its own. The limits are the whole server's: still small, only not too small.
    private static void MakeRoomForRecipients(KestrelServerLimits limits, int recipients)
    {
        limits.MaxRequestHeaderCount = Math.Max(limits.MaxRequestHeaderCount, recipients + OtherFields);
        limits.MaxRequestHeadersTotalSize = Math.Max(limits.MaxRequestHeadersTotalSize, (recipients * RecipientBytes) + OtherBytes);
    }

    private void Tls(HttpsConnectionAdapterOptions tls)
    {
        tls.ServerCertificate = settings.Value.Certificate;
        tls.ServerCertificateChain = settings.Value.Intermediates;
        tls.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;

        // No authority vouches for a gateway: which certificate is whose is looked up when the request is there.
        tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        tls.ClientCertificateValidation = static (certificate, _, _) => certificate is not null;
    }

    private async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var peer = Admission.PeerOf(connection);
        try
        {
            if (admission.Enter(peer) is { } refusal)
            {
                LogSentAway(peer, refusal.Text);
                connection.Abort();
                return;
            }

            connection.Features.Set(HttpDoorConnection.Mark);
            await next(connection);
        }
        finally
        {
            admission.Leave(peer);
        }
    }

    [LoggerMessage(LogLevel.Information, "HTTP connection from {Peer} sent away: {Reason}")]
    private partial void LogSentAway(IPAddress? peer, string reason);
}
