using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Storage;
using Portal.Core.Tunnel;
using Portal.Ingest.Intake;
using Portal.Ingest.Smtp;
using Portal.Ingest.Tunnel;

namespace Portal.Ingest;

/// <summary>The one entry to this room: opens the mail doors in a host that has Core already.</summary>
public static class IngestDoor
{
    /// <summary>Registers the SMTP and LMTP doors and the pipeline behind them. Doors whose setting is empty stay closed.</summary>
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
        services.AddSingleton<Admission>();
        services.AddSingleton<MailDoor>();
        services.AddSingleton<SmtpConnectionHandler>();
        services.AddSingleton<LmtpConnectionHandler>();
        services.AddSingleton(provider => new Spool(provider.GetRequiredService<DataFolder>().Folder("spool")));
        services.AddSingleton(provider => provider.GetRequiredService<TunnelKeyFile>().Read());
        services.AddSingleton<PinnedGateways>();
        services.AddSingleton<OpenTunnel>();
        services.AddSingleton<DeliverMessage>();
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
            foreach (var (setting, listen) in new[] { ("SmtpListen", options.Value.SmtpListen), ("LmtpListen", options.Value.LmtpListen) })
            {
                if (ListenAddress.TryParse(listen, out var endpoint))
                {
                    services.GetRequiredService<IIntake>();
                    FreeEndpoint.Check(endpoint, $"Ingest:{setting}");
                }
            }
        }
    }
}
