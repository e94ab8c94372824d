using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Storage;
using Portal.Core.Tunnel;

namespace Portal.Hosting;

/// <summary>What the portal says when its doors are open.</summary>
internal static class Greeting
{
    public static void Print(IServiceProvider services)
    {
        var portal = services.GetRequiredService<IOptions<PortalOptions>>().Value;
        var configuration = services.GetRequiredService<IConfiguration>();
        Console.WriteLine($"""

            The portal is running.

              Web        {portal.PublicUrl.GetLeftPart(UriPartial.Authority)}   (listening on {portal.Listen})
              SMTP       {Door(configuration, "Ingest:SmtpListen", "127.0.0.1:2525")}
              LMTP       {Door(configuration, "Ingest:LmtpListen", "127.0.0.1:2424")}
              HTTP       {Door(configuration, "Ingest:HttpListen", "closed")}
              Data       {services.GetRequiredService<DataFolder>().Path}
              Tunnel     {services.GetRequiredService<TunnelKeyFile>().CertificatePath}
                         (the certificate that your mail gateway encrypts to)

            Try it: leave this running and type in a second terminal, in the same folder

              dotnet run --project Portal -- demo

            Stop with Ctrl+C.

            """);
    }

    private static string Door(IConfiguration configuration, string key, string fallback) =>
        configuration[key] switch { null => fallback, "" => "closed", var listen => listen };
}
