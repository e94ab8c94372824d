using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Portal.Ingest.Smtp;

/// <summary>Opens the mail doors on Kestrel, as the settings say.</summary>
internal sealed class SmtpListeners(IOptions<SmtpOptions> settings, IServiceProvider services)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        Open<SmtpConnectionHandler>(options, settings.Value.SmtpListen);
        Open<LmtpConnectionHandler>(options, settings.Value.LmtpListen);
    }

    // The handler is made with the first connection: Kestrel is configured before a fresh data folder has the keys it needs.
    private void Open<THandler>(KestrelServerOptions options, string address)
        where THandler : ConnectionHandler
    {
        if (ListenAddress.TryParse(address, out var endpoint))
        {
            options.Listen(endpoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1; // never reached; the default would warn about HTTP/2
                listen.Run(connection => services.GetRequiredService<THandler>().OnConnectedAsync(connection));
            });
        }
    }
}
