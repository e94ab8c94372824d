using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Storage;
using Portal.Core.Tunnel;
using Portal.Ingest.Http;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;
using Portal.Ingest.Tunnel;

namespace Portal.Ingest;

/// <summary>The one entry to this room: opens the mail doors in a host that has Core already.</summary>
public static class IngestDoor
{
    /// <summary>Registers the SMTP, LMTP and HTTP doors and the pipeline behind them. Doors whose setting is empty stay closed.</summary>
    public static void AddIngest(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddPortalIntake();
        services.AddOptions<SmtpOptions>().Bind(builder.Configuration.GetSection("Ingest")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidation>();
        services.AddSingleton(new KnownSettings("Ingest", typeof(SmtpOptions), nameof(SmtpOptions.AllowedNetworks)));
        services.AddSingleton<IPostConfigureOptions<SmtpOptions>, StartTlsCertificate>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, SmtpListeners>();

        // Measured: a sender that has connected sends at once, and waiting for it without a buffer costs a fifth of the CPU of a mail.
        services.Configure<SocketTransportOptions>(transport => transport.WaitForDataBeforeAllocatingBuffer = false);
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, HttpDoorListener>();
        services.AddSingleton<IStartupFilter, HttpDoorFilter>();
        services.AddSingleton<CallingGateway>();
        services.AddSingleton<HttpDoor>();
        services.AddSingleton<Admission>();
        services.AddSingleton<MailDoor>();
        services.AddSingleton<SmtpConnectionHandler>();
        services.AddSingleton<LmtpConnectionHandler>();
        services.AddSingleton(provider => new Spool(provider.GetRequiredService<DataFolder>().Folder("spool")));
        services.AddSingleton(provider => provider.GetRequiredService<TunnelKeyFile>().Read());
        services.AddSingleton<PinnedGateways>();
        services.AddSingleton<OpenTunnel>();
        services.AddSingleton<SigningWindow>();
        services.AddSingleton<AddressMail>();
        services.AddSingleton<DeliverMessage>();
        services.AddSingleton<TakeReturned>();
        services.AddSingleton<IIntake, IntakePipeline>();
        services.AddSingleton<IStartCheck, IntakeCheck>();
        services.AddHostedService<DailySweep>();
    }

    private sealed class StartTlsCertificate(ServerCertificate certificate) : IPostConfigureOptions<SmtpOptions>
    {
        public void PostConfigure(string? name, SmtpOptions options)
        {
            options.Certificate ??= certificate.Certificate;
            options.Intermediates = certificate.Chain;
        }
    }

    // Keys are read with the first mail; a portal that says that it runs must have been able to read them.
    private sealed class IntakeCheck(IServiceProvider services, IOptions<SmtpOptions> options) : IStartCheck
    {
        public void Check()
        {
            Check(nameof(SmtpOptions.SmtpListen), ListenAddress.TryParse(options.Value.SmtpListen, out var smtp) ? smtp : null);
            Check(nameof(SmtpOptions.LmtpListen), ListenAddress.TryParse(options.Value.LmtpListen, out var lmtp) ? lmtp : null);
            Check(nameof(SmtpOptions.HttpListen), HttpListenAddress.TryParse(options.Value.HttpListen, out var http) ? http.Endpoint : null);
        }

        private void Check(string setting, IPEndPoint? endpoint)
        {
            if (endpoint is not null)
            {
                services.GetRequiredService<IIntake>();
                FreeEndpoint.Check(endpoint, $"Ingest:{setting}");
            }
        }
    }
}
