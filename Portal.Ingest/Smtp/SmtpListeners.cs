using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Portal.Ingest.Smtp;

/// <summary>Opens the mail doors on Kestrel, as the settings say.</summary>
internal sealed class SmtpListeners(IOptions<SmtpOptions> settings, SmtpConnectionHandler smtp, LmtpConnectionHandler lmtp)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        Open(options, settings.Value.SmtpListen, smtp);
        Open(options, settings.Value.LmtpListen, lmtp);
    }

    // The handler comes from our own constructor: at this point Kestrel's ApplicationServices may not be set yet.
    private static void Open(KestrelServerOptions options, string address, ConnectionHandler handler)
    {
        if (ListenAddress.TryParse(address, out var endpoint))
        {
            options.Listen(endpoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1; // never reached; the default would warn about HTTP/2
                listen.Run(handler.OnConnectedAsync);
            });
        }
    }
}
