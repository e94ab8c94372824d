using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Portal.Core;

namespace Portal.Hosting;

/// <summary>Opens the web door where Portal:Listen says.</summary>
internal static class WebListener
{
    public static void AddWebListener(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, Listener>();
        builder.Services.AddSingleton<IStartCheck, ListenCheck>();
    }

    private static IPEndPoint Endpoint(Uri listen) => new(IPAddress.Parse(listen.Host.Trim('[', ']')), listen.Port);

    private sealed class Listener(IOptions<PortalOptions> options, ServerCertificate certificate) : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            kestrel.AddServerHeader = false;
            var listen = new Uri(options.Value.Listen);
            kestrel.Listen(Endpoint(listen), endpoint =>
            {
                if (listen.Scheme == Uri.UriSchemeHttps)
                {
                    endpoint.UseHttps(certificate.Certificate, https => https.ServerCertificateChain = certificate.Chain);
                }
            });
        }
    }

    private sealed class ListenCheck(IOptions<PortalOptions> options) : IStartCheck
    {
        public void Check() => FreeEndpoint.Check(Endpoint(new Uri(options.Value.Listen)), "Portal:Listen");
    }
}
