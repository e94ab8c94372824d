using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Relay;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

/// <summary>A scripted server, settings that lead to it, and a folder for their files.</summary>
public abstract class RelayFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("relay-").FullName;

    private protected ScriptedServer Server { get; } = new();

    private protected FakeClock Clock { get; } = new();

    private protected RelayOptions Settings { get; } = new()
    {
        Host = "127.0.0.1",
        Security = RelaySecurity.None,
        HelloName = "portal.example",
        CommandTimeout = TimeSpan.FromSeconds(20),
    };

    private protected static OutgoingMail Mail { get; } = Samples.Mail(Samples.Notice);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Server.Certificate?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private protected string FileOf(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private protected SmtpRelay Relay()
    {
        Settings.Port = Server.Port;
        return new SmtpRelay(Options.Create(Settings), Clock);
    }

    private protected async Task<SendOutcome> SendAsync(OutgoingMail? mail = null)
    {
        await using var relay = Relay();
        return await relay.SendAsync(mail ?? Mail, CancellationToken.None);
    }

    /// <summary>Gives the server a certificate of its own making and returns the file that names it as an authority.</summary>
    private protected string UseCertificate(string name = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        Server.Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        return FileOf("authority.pem", made.ExportCertificatePem());
    }
}
