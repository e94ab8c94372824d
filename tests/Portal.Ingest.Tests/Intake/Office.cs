using TestKit;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>A portal and one gateway that it trusts.</summary>
public sealed class Office : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-office-");

    internal (string Key, string Value)[] Settings { get; init; } = [];

    internal bool OuterHeaders { get; init; }

    /// <summary>Whether doors are open on sockets.</summary>
    internal bool Listening { get; init; }

    internal IntakeHost Portal { get; private set; } = null!;

    internal OpenSslGateway Gateway { get; private set; } = null!;

    internal string Folder => _folder.FullName;

    public async Task InitializeAsync()
    {
        Gateway = await OpenSslGateway.CreateAsync(_folder.FullName);
        Portal = await (Listening ? IntakeHost.ListenAsync(Settings) : IntakeHost.StartAsync(Settings));
        await Portal.TrustAsync(Gateway.CertificateFile, OuterHeaders);
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Signs and encrypts an entity as the gateway does.</summary>
    internal Task<byte[]> WrapAsync(byte[] entity, string[]? sign = null, string[]? encrypt = null, string[]? recipient = null) =>
        Gateway.WrapAsync(entity, Portal.TunnelCertificate, sign, encrypt, recipient);
}
