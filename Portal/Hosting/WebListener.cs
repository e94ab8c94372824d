using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Keys;
using Portal.Core.Storage;

namespace Portal.Hosting;

/// <summary>Opens the web door where Portal:Listen says.</summary>
internal static class WebListener
{
    public static void AddWebListener(this IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, Listener>();

    private sealed class Listener(IOptions<PortalOptions> options, DataFolder data, TimeProvider time)
        : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            kestrel.AddServerHeader = false;
            var listen = new Uri(options.Value.Listen);
            kestrel.Listen(IPAddress.Parse(listen.Host.Trim('[', ']')), listen.Port, endpoint =>
            {
                if (listen.Scheme == Uri.UriSchemeHttps)
                {
                    endpoint.UseHttps(Certificate());
                }
            });
        }

        private X509Certificate2 Certificate() => options.Value.CertificateFile.Length > 0
            ? X509Certificate2.CreateFromPemFile(options.Value.CertificateFile, options.Value.KeyFile)
            : LocalhostCertificate.Ensure(data.Folder("tls"), time);
    }
}
