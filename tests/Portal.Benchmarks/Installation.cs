using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Core;
using Portal.Core.Smime;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>A data folder with a trusted gateway, and Core's services on it.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IHost _host;

    private Installation(TunnelKeyAlgorithm algorithm)
    {
        Data = _folder.File("data");
        var builder = Host.CreateApplicationBuilder(
            [$"--Portal:DataDirectory={Data}", $"--Tunnel:KeyAlgorithm={algorithm}", "--Logging:LogLevel:Default=Warning"]);
        builder.Services.AddPortalCore(builder.Configuration).AddPortalIntake().AddPortalReading();
        _host = builder.Build();
    }

    public string Data { get; }

    public IServiceProvider Services => _host.Services;

    public TunnelMails Mails { get; private set; } = null!;

    public static async Task<Installation> CreateAsync(TunnelKeyAlgorithm algorithm = TunnelKeyAlgorithm.Rsa2048)
    {
        var made = new Installation(algorithm);
        await made.Services.GetRequiredService<PrepareInstallation>().RunAsync(CancellationToken.None);
        var gateway = TunnelKey.Create(TunnelKeyAlgorithm.Rsa2048, "CN=Benchmark gateway", TimeProvider.System);
        await made.Services.GetRequiredService<TrustedGateways>()
            .TrustAsync("benchmark", TenantCatalog.Default, gateway.Certificate, false, CancellationToken.None);
        made.Mails = new TunnelMails(gateway, made.Services.GetRequiredService<TunnelKeyFile>().CertificatePath);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        _folder.Dispose();
    }
}
